package io.bedrockmeter.alerts.evaluation;

import java.time.Duration;
import java.time.Instant;

/** By what the totals of a budget are kept. */
enum Series {
    /** The period, by what used it. Comes first, so that it is known when the period is judged. */
    SHARE,
    /** The whole period of the budget. */
    PERIOD,
    /** Minutes, for windows of up to two hours. */
    MINUTE,
    /** Quarters of an hour, for longer windows and days: no zone is off by less than a quarter of an hour. */
    QUARTER,
    /** Local days, by what used them. Comes last: the place in keys and on the internal topic is the ordinal. */
    DAY_SHARE;

    /** The longest window that is made of minutes. */
    static final Duration MINUTES_REACH = Duration.ofHours(2);

    /** How long minutes are kept: some more, for the clocks of other machines. */
    static final Duration MINUTES_KEPT = Duration.ofHours(3);

    private static final Series[] ALL = values();
    private static final long QUARTER_MILLIS = Duration.ofMinutes(15).toMillis();

    static Series at(int ordinal) {
        return ALL[ordinal];
    }

    static Series[] all() {
        return ALL.clone();
    }

    /** The series that windows of this length are made of. */
    static Series forWindow(Duration length) {
        return length.compareTo(MINUTES_REACH) <= 0 ? MINUTE : QUARTER;
    }

    /** The start of the slot that contains {@code time}: of {@link #MINUTE} and {@link #QUARTER} only. */
    Instant slotAt(Instant time) {
        long slot = slotLength().toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), slot) * slot);
    }

    /** How long a slot is. */
    Duration slotLength() {
        return switch (this) {
            case MINUTE -> Duration.ofMinutes(1);
            case QUARTER -> Duration.ofMillis(QUARTER_MILLIS);
            case PERIOD, SHARE, DAY_SHARE -> throw new IllegalStateException(this + " has no slots of one length");
        };
    }
}
