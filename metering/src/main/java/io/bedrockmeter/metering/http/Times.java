package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.query.Calendar;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Points in time as parameters give them. */
final class Times {

    static final String EXPECTED =
            "a date or an instant to the minute between 1970 and 2200, such as 2026-11-21 or 2026-11-21T09:30:00Z";

    private static final Instant FIRST = Instant.parse("1970-01-02T00:00:00Z");
    private static final Instant LAST = Instant.parse("2199-12-31T00:00:00Z");
    private static final long MINUTE_MS = 60_000;

    private Times() {}

    /** A date stands for its first instant in the zone of the calendar. */
    static Optional<Instant> parse(String text, Calendar calendar) {
        try {
            Instant time = text.indexOf('T') < 0
                    ? calendar.startOf(LocalDate.parse(text))
                    : OffsetDateTime.parse(text).toInstant();
            boolean whole = time.getNano() == 0 && time.getEpochSecond() * 1_000 % MINUTE_MS == 0;
            return whole && !time.isBefore(FIRST) && !time.isAfter(LAST) ? Optional.of(time) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
