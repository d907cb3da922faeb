package io.bedrockmeter.ingest.http;

import java.time.Duration;

/** Memory that may be taken, in bytes. Thread-safe. */
final class ByteBudget {

    private final long limit;
    private long taken;

    ByteBudget(long limit) {
        this.limit = limit;
    }

    /** Takes bytes if there are enough left. */
    synchronized boolean tryTake(long bytes) {
        if (taken + bytes > limit) {
            return false;
        }
        taken += bytes;
        return true;
    }

    /** Takes bytes, and waits for others to give back theirs where there are not enough; false when that took too long. */
    synchronized boolean take(long bytes, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!tryTake(bytes)) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    synchronized void giveBack(long bytes) {
        taken -= bytes;
        notifyAll();
    }

    synchronized long taken() {
        return taken;
    }

    long limit() {
        return limit;
    }
}
