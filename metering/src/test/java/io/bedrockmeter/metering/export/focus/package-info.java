/** Specs of the FOCUS data set, read back by an independent reader and summed anew. */
@NullMarked
package io.bedrockmeter.metering.export.focus;

import org.jspecify.annotations.NullMarked;
