package io.bedrockmeter.alerts.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubles from the first to the longest pause, and takes a random part of that,
 * at least half, so that instances that failed together do not come back together.
 *
 * @param first pause after the first failure
 * @param longest no pause is longer
 * @param random source of the random part
 */
record Backoff(Duration first, Duration longest, RandomGenerator random) {

    private static final int MAX_DOUBLINGS = 30;

    /** @param failures failures so far, 1 or more */
    Duration after(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        long whole = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(whole - random.nextLong(whole / 2 + 1));
    }
}
