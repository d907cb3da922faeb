package io.bedrockmeter.ingest.http;

import io.bedrockmeter.schemas.model.SourceReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Says every few seconds that requests are taken. Nothing waits to be seen here as it does in a log: all that was acknowledged
 * is committed, so a report is complete as of its own time. For one thread.
 */
final class HeartBeat {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final String instanceId;
    private final Clock clock;
    private Instant next = Instant.EPOCH;

    HeartBeat(String instanceId, Clock clock) {
        this.instanceId = instanceId;
        this.clock = clock;
    }

    /** The report to write now, empty while the last one is fresh. */
    Optional<SourceReport> due() {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return Optional.empty();
        }
        next = now.plus(INTERVAL);
        return Optional.of(
                new SourceReport(HttpIntake.sourceOf(instanceId), instanceId, now, Instant.EPOCH, 0, 0, "", now));
    }
}
