/** Typed rows as CSV (RFC 4180) or Parquet files, written in one pass with bounded memory, and files that appear whole. */
@NullMarked
package io.bedrockmeter.metering.export.table;

import org.jspecify.annotations.NullMarked;
