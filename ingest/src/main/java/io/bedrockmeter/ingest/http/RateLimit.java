package io.bedrockmeter.ingest.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Records that a sender may send per second, with one second's worth at once. How many a request brings shows only when it
 * has been read: it is let in while the account is not overdrawn, and charged afterwards. Thread-safe.
 */
final class RateLimit {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long MOST_DEBT_SECONDS = 60;

    private final long perSecond;
    private final LongSupplier nanoTime;
    private long balanceNanos = NANOS_PER_SECOND;
    private long countedAt;

    RateLimit(int perSecond) {
        this(perSecond, System::nanoTime);
    }

    RateLimit(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.countedAt = nanoTime.getAsLong();
    }

    long perSecond() {
        return perSecond;
    }

    /** How long the sender must wait, empty when it may send now. */
    synchronized Optional<Duration> mustWait() {
        refill();
        return balanceNanos > 0 ? Optional.empty() : Optional.of(Duration.ofNanos(1 - balanceNanos));
    }

    /** Charges records; at most a minute's worth is owed. */
    synchronized void charge(long records) {
        refill();
        long cost = Math.min(records, perSecond * (MOST_DEBT_SECONDS + 1)) * NANOS_PER_SECOND / perSecond;
        balanceNanos = Math.max(balanceNanos - cost, -MOST_DEBT_SECONDS * NANOS_PER_SECOND);
    }

    private void refill() {
        long now = nanoTime.getAsLong();
        balanceNanos = Math.min(NANOS_PER_SECOND, balanceNanos + Math.max(0, now - countedAt));
        countedAt = now;
    }
}
