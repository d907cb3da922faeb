package io.bedrockmeter.ingest.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What came in over HTTP since the start. Accepted means committed. Exact; written and read without locks. */
public final class IntakeCounters {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final LongAdder invocations = new LongAdder();
    private final LongAdder tagEvents = new LongAdder();
    private final LongAdder deadLetters = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private final LongAdder overloaded = new LongAdder();
    private final LongAdder unauthorized = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final LongAdder committedRequests = new LongAdder();
    private final LongAdder commitNanos = new LongAdder();

    void countAccepted(long moreInvocations, long moreTagEvents, long moreDeadLetters) {
        invocations.add(moreInvocations);
        tagEvents.add(moreTagEvents);
        deadLetters.add(moreDeadLetters);
    }

    void countRefused(long more) {
        refused.add(more);
    }

    void countThrottled() {
        throttled.increment();
    }

    void countOverloaded() {
        overloaded.increment();
    }

    void countUnauthorized() {
        unauthorized.increment();
    }

    void countCommit(int requests, long nanos) {
        commits.increment();
        committedRequests.add(requests);
        commitNanos.add(nanos);
    }

    /** Invocations committed: log records and usage events. */
    public long invocations() {
        return invocations.sum();
    }

    /** Tag events committed. */
    public long tagEvents() {
        return tagEvents.sum();
    }

    /** Records of deliveries that went to the dead letters. */
    public long deadLetters() {
        return deadLetters.sum();
    }

    /** Events and records that were refused in the answer to their sender. */
    public long refused() {
        return refused.sum();
    }

    /** Requests answered 429. */
    public long throttled() {
        return throttled.sum();
    }

    /** Requests answered 503. */
    public long overloaded() {
        return overloaded.sum();
    }

    /** Requests answered 401 or 403. */
    public long unauthorized() {
        return unauthorized.sum();
    }

    /** Transactions committed. */
    public long commits() {
        return commits.sum();
    }

    /** Requests, or slices of large ones, that those transactions held. */
    public long committedRequests() {
        return committedRequests.sum();
    }

    /** Time spent writing and committing. */
    public Duration commitTime() {
        return Duration.ofNanos(commitNanos.sum());
    }

    void register(MeterRegistry registry, GroupCommit commit, ByteBudget bodies) {
        counter(registry, "accepted", "kind", "invocation", invocations);
        counter(registry, "accepted", "kind", "tag-event", tagEvents);
        counter(registry, "accepted", "kind", "dead-letter", deadLetters);
        counter(registry, "refused", "reason", "invalid", refused);
        counter(registry, "rejected.requests", "reason", "throttled", throttled);
        counter(registry, "rejected.requests", "reason", "overloaded", overloaded);
        counter(registry, "rejected.requests", "reason", "unauthorized", unauthorized);
        counter(registry, "transactions", "outcome", "committed", commits);
        FunctionCounter.builder(
                        "bedrock.meter.http.intake.commit.seconds",
                        this,
                        all -> all.commitTime().toMillis() / MILLIS_PER_SECOND)
                .description("Time spent writing and committing")
                .register(registry);
        Gauge.builder("bedrock.meter.http.intake.waiting.bytes", commit, GroupCommit::waitingBytes)
                .description("Memory of records that wait for Kafka")
                .register(registry);
        Gauge.builder("bedrock.meter.http.intake.waiting.requests", commit, GroupCommit::waiting)
                .description("Requests that wait for Kafka")
                .register(registry);
        Gauge.builder("bedrock.meter.http.intake.bodies.bytes", bodies, ByteBudget::taken)
                .description("Memory of bodies that are received or read")
                .register(registry);
    }

    private static void counter(MeterRegistry registry, String name, String tag, String value, LongAdder count) {
        FunctionCounter.builder("bedrock.meter.http.intake." + name, count, LongAdder::sum)
                .tag(tag, value)
                .register(registry);
    }
}
