package io.bedrockmeter.ingest.aws;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait before a call is repeated. */
final class RetryDelay {

    /** A server that wants more patience than this is asked again in the next round instead. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private static final long FIRST_MS = 500;
    private static final long MOST_MS = 20_000;
    private static final int MOST_DOUBLINGS = 10;

    private final Clock clock;
    private final RandomGenerator random;

    RetryDelay(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * What {@code Retry-After} asks for (seconds or a date, RFC 9110 section 10.2.3), else a random time below a bound that
     * doubles with each attempt. Empty when the server asks for more than {@link #LONGEST}.
     *
     * @param attempt how many attempts there were
     * @param retryAfter the header, empty when there was none
     */
    Optional<Duration> after(int attempt, String retryAfter) {
        Duration asked = asked(retryAfter.strip()).orElseGet(() -> backoff(attempt));
        return asked.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(asked);
    }

    private Duration backoff(int attempt) {
        long bound = Math.min(MOST_MS, FIRST_MS << Math.min(attempt - 1, MOST_DOUBLINGS));
        return Duration.ofMillis(random.nextLong(bound) + 1);
    }

    private Optional<Duration> asked(String retryAfter) {
        if (retryAfter.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (retryAfter.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)));
            }
            Duration until = Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
