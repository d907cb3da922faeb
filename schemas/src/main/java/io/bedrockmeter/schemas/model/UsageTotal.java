package io.bedrockmeter.schemas.model;

import java.time.Instant;

/**
 * Running totals of one cell in one window: the value of the usage topics. A later record of the same key replaces it.
 *
 * @param granularity length of the window
 * @param windowStart first instant of the window, inclusive
 * @param windowEnd first instant after the window
 * @param dimensions the cell
 * @param totals the sums
 * @param revision grows by at least one with each record of the key
 * @param updatedAt wall-clock time at which the sums were last changed
 */
public record UsageTotal(
        Granularity granularity,
        Instant windowStart,
        Instant windowEnd,
        Dimensions dimensions,
        Totals totals,
        long revision,
        Instant updatedAt) {}
