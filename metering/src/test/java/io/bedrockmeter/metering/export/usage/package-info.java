/** Specs of answers as tables. */
@NullMarked
package io.bedrockmeter.metering.export.usage;

import org.jspecify.annotations.NullMarked;
