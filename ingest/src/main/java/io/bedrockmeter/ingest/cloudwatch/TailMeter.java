package io.bedrockmeter.ingest.cloudwatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the tail of a log group does, and tells when it begins to fail and when it works again. Thread-safe. */
final class TailMeter {

    private static final Logger LOG = LoggerFactory.getLogger(TailMeter.class);

    private final String source;
    private final Clock clock;
    private Optional<Instant> lastPoll = Optional.empty();
    private Optional<Instant> completeAt = Optional.empty();
    private Optional<FailureKind> failing = Optional.empty();
    private long completeUntilMs;
    private long lastEventMs = Long.MIN_VALUE;
    private long lagMs;
    private long missingMs;
    private long backfillMs;
    private long requests;
    private long events;
    private long repeated;
    private long rejected;
    private long throttled;
    private long failed;
    private String problem = "";

    TailMeter(String source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    synchronized void requested() {
        requests++;
    }

    synchronized void answered() {
        lastPoll = Optional.of(clock.instant());
        problem = "";
        if (failing.isPresent()) {
            failing = Optional.empty();
            LOG.atInfo().addKeyValue("source", source).log("log group answers again");
        }
    }

    synchronized void failed(FailureKind kind, String reason) {
        if (kind == FailureKind.THROTTLED) {
            throttled++;
        } else {
            failed++;
        }
        problem = reason;
        if (failing.isEmpty() || failing.get() != kind) {
            failing = Optional.of(kind);
            LOG.atWarn()
                    .addKeyValue("source", source)
                    .addKeyValue("kind", kind)
                    .addKeyValue("reason", reason)
                    .log("log group cannot be read, trying again");
        }
    }

    synchronized void handedOver(LogEvent event, int refusals) {
        events++;
        rejected += refusals;
        if (event.timestampMs() >= lastEventMs) {
            lastEventMs = event.timestampMs();
            lagMs = Math.max(0, clock.millis() - lastEventMs);
        }
    }

    synchronized void repeated() {
        repeated++;
    }

    /** A pass over the recent past is complete that began then. */
    synchronized void passed(Instant began) {
        completeAt = Optional.of(began);
    }

    /** How far it has come. */
    synchronized void reached(TailPosition position) {
        completeUntilMs = position.completeUntilMs();
        missingMs = position.missing().stream().mapToLong(Range::lengthMs).sum();
        backfillMs = Math.max(backfillMs, missingMs);
    }

    synchronized TailStatus status() {
        return new TailStatus(
                source,
                lastPoll,
                completeAt,
                Instant.ofEpochMilli(completeUntilMs),
                lastEventMs == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(lastEventMs)),
                Duration.ofMillis(lagMs),
                Duration.ofMillis(missingMs),
                Duration.ofMillis(backfillMs),
                requests,
                events,
                repeated,
                rejected,
                throttled,
                failed,
                problem);
    }
}
