/** Tests of explanations. */
@NullMarked
package io.bedrockmeter.metering.explain;

import org.jspecify.annotations.NullMarked;
