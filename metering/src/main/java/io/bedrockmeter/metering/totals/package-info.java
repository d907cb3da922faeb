/**
 * Sums in motion: differences on their way from a ledger entry to every window of its cell and tag values, in fixed-width
 * bytes that can be added without being parsed. No Kafka here.
 */
@NullMarked
package io.bedrockmeter.metering.totals;

import org.jspecify.annotations.NullMarked;
