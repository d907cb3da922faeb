package io.bedrockmeter.schemas.model;

import java.time.Instant;

/**
 * Running totals of one tag value in one window: the value of the spend-by-tag topics. The tag key {@code *} with the
 * value {@code *} is the whole.
 */
public record TagSpend(
        Granularity granularity,
        Instant windowStart,
        Instant windowEnd,
        String tagKey,
        String tagValue,
        Totals totals,
        long revision,
        Instant updatedAt) {

    /** Key and value of the record that covers all usage. */
    public static final String WHOLE = "*";
}
