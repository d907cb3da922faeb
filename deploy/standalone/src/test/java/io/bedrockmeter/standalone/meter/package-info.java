/** Tests of the services put together. */
@NullMarked
package io.bedrockmeter.standalone.meter;

import org.jspecify.annotations.NullMarked;
