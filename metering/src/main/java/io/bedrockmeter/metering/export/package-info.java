/**
 * Exports: files for people and tools outside. {@code table} writes typed rows as CSV or Parquet, {@code ledger} reads the
 * ledger topic from end to end, {@code focus} makes a FOCUS 1.2 data set of it, {@code chargeback} a monthly report per
 * cost centre. Nothing here changes any topic or store.
 */
@NullMarked
package io.bedrockmeter.metering.export;

import org.jspecify.annotations.NullMarked;
