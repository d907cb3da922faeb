package io.bedrockmeter.ingest.cloudwatch;

import io.bedrockmeter.ingest.source.SourceState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the tail of one log group does.
 *
 * @param source the log group, {@code cloudwatch:account:region:name}
 * @param lastPoll when it last answered, empty before the first answer
 * @param completeAt begin of the last complete look at the recent past, empty before the first
 * @param completeUntil event time before which nothing is expected any more
 * @param lastEvent timestamp of the latest event, empty before the first
 * @param lag from the timestamp of the latest new event until it was handed over to be committed; zero before the first
 * @param missing event time that the backfill still has to read
 * @param backfill the whole that the backfill has to read since the start of the process
 * @param requests requests made
 * @param events events handed over
 * @param repeated events met again in the overlap and left out
 * @param rejected events that went to the dead letters
 * @param throttled requests that were throttled
 * @param failed requests that failed otherwise
 * @param problem what is wrong now, empty when the last request was answered
 */
public record TailStatus(
        String source,
        Optional<Instant> lastPoll,
        Optional<Instant> completeAt,
        Instant completeUntil,
        Optional<Instant> lastEvent,
        Duration lag,
        Duration missing,
        Duration backfill,
        long requests,
        long events,
        long repeated,
        long rejected,
        long throttled,
        long failed,
        String problem) {

    /** What it has in common with other kinds of sources. */
    SourceState state() {
        return new SourceState(
                source, lastPoll, completeAt, lastEvent, lag, missing, events, rejected, throttled, failed, problem);
    }
}
