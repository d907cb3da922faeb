package io.bedrockmeter.metering.totals;

import io.bedrockmeter.schemas.model.Granularity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Windows, half-open in event time. Minutes and hours are those of UTC; days and months begin at local midnight in the
 * configured zone, so a day may have 23 or 25 hours. Thread-safe.
 */
public final class Windows {

    /** Length of a minute in milliseconds. */
    public static final long MINUTE_MS = 60_000;

    private static final long HOUR_MS = 3_600_000;

    private final ZoneId zone;

    public Windows(ZoneId zone) {
        this.zone = zone.normalized();
    }

    /** Start of the window that holds {@code timeMs}, both in milliseconds since the epoch. */
    public long start(Granularity granularity, long timeMs) {
        return switch (granularity) {
            case MINUTE -> Math.floorDiv(timeMs, MINUTE_MS) * MINUTE_MS;
            case HOUR -> Math.floorDiv(timeMs, HOUR_MS) * HOUR_MS;
            case DAY -> startOf(day(timeMs));
            case MONTH -> startOf(day(timeMs).withDayOfMonth(1));
        };
    }

    /** First instant after the window that starts at {@code startMs}. */
    public long end(Granularity granularity, long startMs) {
        return switch (granularity) {
            case MINUTE -> startMs + MINUTE_MS;
            case HOUR -> startMs + HOUR_MS;
            case DAY -> startOf(day(startMs).plusDays(1));
            case MONTH -> startOf(day(startMs).withDayOfMonth(1).plusMonths(1));
        };
    }

    private LocalDate day(long timeMs) {
        return zone == ZoneOffset.UTC
                ? LocalDate.ofEpochDay(Math.floorDiv(timeMs, 24 * HOUR_MS))
                : Instant.ofEpochMilli(timeMs).atZone(zone).toLocalDate();
    }

    private long startOf(LocalDate day) {
        return zone == ZoneOffset.UTC
                ? day.toEpochDay() * 24 * HOUR_MS
                : day.atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
