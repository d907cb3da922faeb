package io.bedrockmeter.ingest.log;

import io.bedrockmeter.ingest.refusal.Problems;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which event times are believed: 2020 to 2100, and no further ahead than two hours, which is what CloudWatch Logs
 * itself accepts (PutLogEvents).
 *
 * @param clock tells now
 */
public record TimeBounds(Clock clock) {

    /** How far ahead of now a record may be dated. */
    public static final Duration MAX_AHEAD = Duration.ofHours(2);

    private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant AFTER_LAST = Instant.parse("2101-01-01T00:00:00Z");

    /** The instant that {@code text} names; when it is not believed, the reason goes to {@code problems}. */
    public Optional<Instant> check(String path, String text, Problems problems) {
        return check(path, text, FIRST, problems);
    }

    /** As {@link #check(String, String, Problems)}, with another first instant. */
    public Optional<Instant> check(String path, String text, Instant first, Problems problems) {
        Optional<Instant> time = Timestamps.parse(text);
        if (time.isEmpty()) {
            problems.invalid(
                    path, "an ISO-8601 time with a zone, like 2026-09-08T12:10:33Z, but got " + Rejection.quote(text));
            return time;
        }
        Instant at = time.get();
        if (at.isBefore(first) || !at.isBefore(AFTER_LAST)) {
            outOfRange(path, at, "expected " + first + " to 2100", problems);
            return Optional.empty();
        }
        if (at.toEpochMilli() > clock.millis() + MAX_AHEAD.toMillis()) {
            outOfRange(path, at, "that is more than two hours ahead of now", problems);
            return Optional.empty();
        }
        return time;
    }

    private static void outOfRange(String path, Instant at, String why, Problems problems) {
        problems.add(RejectionCode.TIMESTAMP_OUT_OF_RANGE, path, path + " is " + at + ": " + why);
    }
}
