package io.bedrockmeter.ingest.aws;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits. */
@FunctionalInterface
interface Pause {

    /** Really waits. */
    Pause REAL = duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos());

    void hold(Duration duration) throws InterruptedException;
}
