/** Tests of rerating. */
@NullMarked
package io.bedrockmeter.metering.rerate;

import org.jspecify.annotations.NullMarked;
