package io.bedrockmeter.ingest.aws;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A token bucket: so many calls a second, and as many at once after a rest. AWS documents no limits for the list and tag
 * operations of the Bedrock control plane, which other tools of the account use too. Thread-safe.
 */
final class CallPace {

    private final long intervalNanos;
    private final long burstNanos;
    private final LongSupplier nanos;
    private final Pause pause;
    private long nextNanos;

    CallPace(int callsPerSecond, LongSupplier nanos, Pause pause) {
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / callsPerSecond;
        this.burstNanos = intervalNanos * (callsPerSecond - 1);
        this.nanos = nanos;
        this.pause = pause;
        this.nextNanos = nanos.getAsLong();
    }

    /** Waits until the next call may be made. */
    void take() throws InterruptedException {
        long waitNanos = reserve();
        if (waitNanos > 0) {
            pause.hold(Duration.ofNanos(waitNanos));
        }
    }

    private synchronized long reserve() {
        long now = nanos.getAsLong();
        if (nextNanos - now < 0) {
            nextNanos = now;
        }
        long waitNanos = nextNanos - now - burstNanos;
        nextNanos += intervalNanos;
        return waitNanos;
    }
}
