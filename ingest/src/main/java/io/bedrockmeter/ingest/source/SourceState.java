package io.bedrockmeter.ingest.source;

import io.bedrockmeter.schemas.model.SourceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How one source does, whatever its kind.
 *
 * @param source its name, of which there are no more than are configured
 * @param lastPoll when it last answered, empty before the first answer
 * @param completeAt everything that could be seen in it at this time has been handed over, empty before anything was
 * @param lastEvent event time of the latest event, empty where that is not known
 * @param lag from the time of the latest event until it was handed over
 * @param backfillLeft event time that a backfill still has to read
 * @param events events, or objects of a bucket, handed over
 * @param rejected records that went to the dead letters
 * @param throttled requests that were throttled
 * @param failed requests that failed otherwise
 * @param problem what is wrong now, empty for nothing
 */
public record SourceState(
        String source,
        Optional<Instant> lastPoll,
        Optional<Instant> completeAt,
        Optional<Instant> lastEvent,
        Duration lag,
        Duration backfillLeft,
        long events,
        long rejected,
        long throttled,
        long failed,
        String problem) {

    private static final int LONGEST_PROBLEM = 512;

    /** The same of one instance, where several have sources of this name. */
    public SourceState of(String instanceId) {
        return new SourceState(
                source + ":" + instanceId,
                lastPoll,
                completeAt,
                lastEvent,
                lag,
                backfillLeft,
                events,
                rejected,
                throttled,
                failed,
                problem);
    }

    /** The same for other services. */
    public SourceReport report(String instanceId, Instant now) {
        return new SourceReport(
                source,
                instanceId,
                completeAt.orElse(Instant.EPOCH),
                lastEvent.orElse(Instant.EPOCH),
                lag.toMillis(),
                backfillLeft.toMillis(),
                problem.length() <= LONGEST_PROBLEM ? problem : problem.substring(0, LONGEST_PROBLEM),
                now);
    }
}
