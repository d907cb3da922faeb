package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.standalone.process.BadInputException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/** Times on the command line: a day, which means its first instant in a zone, or an instant. */
final class Times {

    private static final int DAY_LENGTH = "2026-11-01".length();

    private Times() {}

    static Instant parse(String option, String text, ZoneId zone) {
        try {
            return text.length() == DAY_LENGTH
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new BadInputException(option + ": found '" + text
                    + "', expected a day such as 2026-11-01 or a time such as 2026-11-01T06:00:00Z");
        }
    }
}
