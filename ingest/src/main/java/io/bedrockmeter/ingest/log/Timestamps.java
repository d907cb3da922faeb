package io.bedrockmeter.ingest.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** ISO-8601 times with a zone: {@code 2026-09-08T12:10:33Z}, with a fraction or an offset too. Millisecond precision. */
public final class Timestamps {

    private static final int SECONDS_FORM = "2026-09-08T12:10:33Z".length();
    private static final int MILLIS_FORM = "2026-09-08T12:10:33.123Z".length();
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private Timestamps() {}

    /** The instant, empty when the text is no ISO-8601 time with a zone. */
    public static Optional<Instant> parse(String text) {
        int length = text.length();
        try {
            return (length == SECONDS_FORM || length == MILLIS_FORM) && isPlain(text)
                    ? Optional.of(Instant.ofEpochMilli(plain(text)))
                    : Optional.of(
                            Instant.ofEpochMilli(OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                                    .toInstant()
                                    .toEpochMilli()));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** Whether the text has digits and separators where the two usual forms have them. */
    private static boolean isPlain(String text) {
        String form = text.length() == SECONDS_FORM ? "dddd-dd-ddTdd:dd:ddZ" : "dddd-dd-ddTdd:dd:dd.dddZ";
        for (int i = 0; i < form.length(); i++) {
            char expected = form.charAt(i);
            char actual = text.charAt(i);
            if (expected == 'd' ? actual < '0' || actual > '9' : actual != expected) {
                return false;
            }
        }
        return true;
    }

    private static long plain(String text) {
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2))
                .toEpochDay();
        int hour = number(text, 11, 2);
        int minute = number(text, 14, 2);
        int second = number(text, 17, 2);
        if (hour > 23 || minute > 59 || second > 59) {
            throw new DateTimeException("time of day out of range");
        }
        int millis = text.length() == MILLIS_FORM ? number(text, 20, 3) : 0;
        return day * MILLIS_PER_DAY + ((hour * 60L + minute) * 60 + second) * 1_000 + millis;
    }

    private static int number(String text, int start, int digits) {
        int number = 0;
        for (int i = start; i < start + digits; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
