/** Tests of the whole. */
@NullMarked
package io.bedrockmeter.standalone;

import org.jspecify.annotations.NullMarked;
