package io.bedrockmeter.schemas.model;

import java.util.Locale;

/** Length of a totals window. Minute and hour are UTC; day and month follow the configured zone. */
public enum Granularity {
    MINUTE,
    HOUR,
    DAY,
    MONTH;

    /** Lower-case name as used in topic names, queries and commands. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
