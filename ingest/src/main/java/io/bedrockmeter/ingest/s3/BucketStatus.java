package io.bedrockmeter.ingest.s3;

import io.bedrockmeter.ingest.source.SourceState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the reading of one bucket does.
 *
 * @param source the bucket, {@code s3://bucket/prefix}
 * @param lastPoll when it was last listed or a notification came, empty before the first time
 * @param completeAt begin of the last look at the bucket, or its queue, after which nothing was left to be read; empty
 *     before the first
 * @param completeUntil hour before which nothing is expected any more, empty before anything was found
 * @param lag from the time in the name of the latest object until it was read, zero before the first
 * @param objects objects read to their end
 * @param rejected records and objects that went to the dead letters
 * @param throttled requests that were throttled
 * @param failed requests that failed otherwise
 * @param problem what is wrong now, empty when the last request was answered
 */
public record BucketStatus(
        String source,
        Optional<Instant> lastPoll,
        Optional<Instant> completeAt,
        Optional<Instant> completeUntil,
        Duration lag,
        long objects,
        long rejected,
        long throttled,
        long failed,
        String problem) {

    /** What it has in common with other kinds of sources. */
    SourceState state() {
        return new SourceState(
                source,
                lastPoll,
                completeAt,
                Optional.empty(),
                lag,
                Duration.ZERO,
                objects,
                rejected,
                throttled,
                failed,
                problem);
    }
}
