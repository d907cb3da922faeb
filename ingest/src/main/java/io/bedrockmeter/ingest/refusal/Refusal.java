package io.bedrockmeter.ingest.refusal;

import io.bedrockmeter.schemas.model.DeadLetter;
import java.time.Instant;

/**
 * A document or file that was refused, and where it was.
 *
 * @param rejection why
 * @param origin where: a file and line, a log group and event id
 * @param sizeBytes length of what was refused
 */
public record Refusal(Rejection rejection, String origin, long sizeBytes) {

    /** The record for the dead-letter topic. */
    public DeadLetter toDeadLetter(Instant refusedAt) {
        return new DeadLetter(
                rejection.code(),
                rejection.reason(),
                origin,
                rejection.field(),
                sizeBytes,
                rejection.requestId(),
                refusedAt);
    }

    @Override
    public String toString() {
        return origin + ": " + rejection.code() + ": " + rejection.reason();
    }
}
