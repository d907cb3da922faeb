package io.bedrockmeter.ingest.source;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the thread that polls sources before its pause is over. Thread-safe. */
public final class News {

    private final Semaphore told = new Semaphore(0);

    /** Polling will bring something. */
    public void tell() {
        told.release();
    }

    /** Waits until somebody tells, or so long. */
    public void await(Duration atMost) throws InterruptedException {
        if (told.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            told.drainPermits();
        }
    }
}
