package io.bedrockmeter.client;

import java.time.Duration;

/**
 * How much may wait to be sent.
 *
 * @param events most events that wait, 1 or more; further ones are dropped and counted
 * @param bytes most bytes that wait, 1 or more; likewise
 * @param batchEvents most events of one delivery, 1 or more
 * @param linger how long the first event of a delivery waits for others, not negative
 * @param closePatience how long closing waits for what is left to be sent, not negative
 */
public record QueueLimits(int events, long bytes, int batchEvents, Duration linger, Duration closePatience) {

    /** 10,000 events of 16 MiB together, 200 in a delivery, a fifth of a second, five seconds at the end. */
    public static final QueueLimits DEFAULT =
            new QueueLimits(10_000, 16L << 20, 200, Duration.ofMillis(200), Duration.ofSeconds(5));

    /** Most bytes of one delivery; the intake takes 1 MiB. */
    static final int BATCH_BYTES = 512 << 10;

    public QueueLimits {
        if (events < 1 || bytes < 1 || batchEvents < 1 || linger.isNegative() || closePatience.isNegative()) {
            throw new IllegalArgumentException("events " + events + ", bytes " + bytes + ", batchEvents " + batchEvents
                    + ", linger " + linger + ", closePatience " + closePatience
                    + ": expected 1 or more of each number, and durations that are not negative");
        }
    }
}
