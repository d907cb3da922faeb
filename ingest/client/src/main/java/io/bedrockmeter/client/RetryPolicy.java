package io.bedrockmeter.client;

import java.time.Duration;

/**
 * How a delivery is tried again after 429, 5xx, or no answer. Waits double from the shortest to the longest, each shortened at
 * random by up to a half; {@code Retry-After} of the answer is honoured up to the longest.
 *
 * @param shortestWait before the first repetition
 * @param longestWait between two repetitions
 * @param giveUpAfter since the first try; what is not delivered then is dropped and counted
 */
public record RetryPolicy(Duration shortestWait, Duration longestWait, Duration giveUpAfter) {

    /** From a fifth of a second to 30 seconds, for five minutes. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofMinutes(5));

    public RetryPolicy {
        if (shortestWait.isNegative()
                || shortestWait.isZero()
                || longestWait.compareTo(shortestWait) < 0
                || giveUpAfter.isNegative()) {
            throw new IllegalArgumentException("shortestWait " + shortestWait + ", longestWait " + longestWait
                    + ", giveUpAfter " + giveUpAfter + ": expected 0 < shortestWait <= longestWait, 0 <= giveUpAfter");
        }
    }

    /** The wait before repetition {@code number} (from 1), before it is shortened. */
    Duration wait(int number) {
        long doubled = shortestWait.toMillis() << Math.min(number - 1, 20);
        return Duration.ofMillis(Math.min(Math.max(1, doubled), longestWait.toMillis()));
    }
}
