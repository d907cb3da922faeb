package io.bedrockmeter.metering.export.ledger;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A half-open range of event time.
 *
 * @param from first instant in it
 * @param to first instant after it, later than {@code from}
 */
public record TimeRange(Instant from, Instant to) {

    /** Everything the ledger can hold: invocations are dated 2020 to 2100. */
    public static final TimeRange ALL =
            new TimeRange(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2101-01-01T00:00:00Z"));

    public TimeRange {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a time range must end after it starts, got " + from + " to " + to);
        }
    }

    /** A calendar month in a zone. */
    public static TimeRange month(YearMonth month, ZoneId zone) {
        return new TimeRange(
                month.atDay(1).atStartOfDay(zone).toInstant(),
                month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant());
    }

    /** A billing month, as AWS bills: in UTC. */
    public static TimeRange billingMonth(YearMonth month) {
        return month(month, ZoneOffset.UTC);
    }

    public boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}
