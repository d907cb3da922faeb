/**
 * The ledger as a FOCUS 1.2 data set (FinOps Open Cost and Usage Specification): charges summed per cell, charge period and
 * rate in bounded memory, then one row for each.
 */
@NullMarked
package io.bedrockmeter.metering.export.focus;

import org.jspecify.annotations.NullMarked;
