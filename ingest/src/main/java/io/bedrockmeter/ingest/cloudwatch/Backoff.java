package io.bedrockmeter.ingest.cloudwatch;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses after failures: the first one doubled with every further failure, up to the longest, each shortened at random by
 * up to half so that many do not come back together.
 */
record Backoff(Duration first, Duration longest) {

    static final Backoff DEFAULT = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30));

    private static final int MAX_DOUBLINGS = 20;

    /** @param failures how many in a row, 1 or more */
    long nanos(int failures) {
        long doubled = first.toNanos() << Math.min(failures - 1, MAX_DOUBLINGS);
        long pause = Math.min(doubled, longest.toNanos());
        return pause - ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    }
}
