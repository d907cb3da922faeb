package io.bedrockmeter.ingest.http;

import java.time.Duration;

/**
 * Tells two instances with the same id, which fence each other every few seconds, from one that was given up by the broker
 * because it stood still: that happens once. For one thread.
 */
final class Fencings {

    /** So many in a row are no accident. */
    static final int TOO_MANY = 3;

    private static final Duration APART = Duration.ofMinutes(1);

    private int inARow;
    private long lastNanos = System.nanoTime();

    /** Notes one; whether there were too many of late. */
    boolean add() {
        long now = System.nanoTime();
        inARow = now - lastNanos > APART.toNanos() ? 1 : inARow + 1;
        lastNanos = now;
        return inARow >= TOO_MANY;
    }
}
