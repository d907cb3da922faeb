/** Totals and answers to questions about usage as tables. */
@NullMarked
package io.bedrockmeter.metering.export.usage;

import org.jspecify.annotations.NullMarked;
