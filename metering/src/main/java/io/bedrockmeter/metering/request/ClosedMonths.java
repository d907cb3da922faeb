package io.bedrockmeter.metering.request;

import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.LedgerEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Months whose totals must not change any more, because they have been reported or charged. What would change one of them
 * is booked to the present instead. A month is closed when it lies before the configured one and is over: the current
 * month is always open. Immutable and thread-safe.
 */
public final class ClosedMonths {

    private final Windows windows;
    private final long openFromMs;

    private ClosedMonths(Windows windows, long openFromMs) {
        this.windows = windows;
        this.openFromMs = openFromMs;
    }

    /**
     * All months before one, none where it is empty.
     *
     * @param zone where months begin: that of the month windows
     */
    public static ClosedMonths before(Optional<YearMonth> firstOpen, ZoneId zone) {
        Windows windows = new Windows(zone);
        long openFromMs = firstOpen
                .map(month -> month.atDay(1))
                .map(LocalDate::atStartOfDay)
                .map(midnight -> midnight.atZone(zone).toInstant().toEpochMilli())
                .orElse(Long.MIN_VALUE);
        return new ClosedMonths(windows, openFromMs);
    }

    /** Whether windows that hold {@code time} may not change any more. */
    public boolean contain(Instant time, long nowMs) {
        long timeMs = time.toEpochMilli();
        return timeMs < openFromMs && timeMs < windows.start(Granularity.MONTH, nowMs);
    }

    /** Where the first entry of a call is booked: at its time, or now. */
    Instant booking(Instant timestamp, long nowMs) {
        return contain(timestamp, nowMs) ? Instant.ofEpochMilli(nowMs) : timestamp;
    }

    /**
     * Where an entry is booked that takes the place of another: at the time of its call; where that month is closed, with
     * the entry it replaces, so that a correction of an adjustment does not move between months; where that one is closed
     * too, now.
     */
    Instant booking(Instant timestamp, LedgerEntry replaced, long nowMs) {
        return contain(timestamp, nowMs) ? reversal(replaced, nowMs) : timestamp;
    }

    /** Where an entry is taken back: where it is booked, or now. */
    Instant reversal(LedgerEntry entry, long nowMs) {
        return booking(entry.bookedAt(), nowMs);
    }
}
