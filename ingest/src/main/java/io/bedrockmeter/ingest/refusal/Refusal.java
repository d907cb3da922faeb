package io.bedrockmeter.ingest.refusal;

import io.bedrockmeter.schemas.model.DeadLetter;
import java.time.Instant;

/**
 * A document or file that was refused, and where it was.
 *
 * @param rejection why
 * @param origin where: a file and line, a log group and event id
 * @param sizeBytes length of what was refused
 * @param envelope what may be kept of the document, see {@link Excerpt}; empty when it is none
 */
public record Refusal(Rejection rejection, String origin, long sizeBytes, String envelope) {

    /** Of what is no JSON document. */
    public Refusal(Rejection rejection, String origin, long sizeBytes) {
        this(rejection, origin, sizeBytes, "");
    }

    /** The record for the dead-letter topic. */
    public DeadLetter toDeadLetter(Instant refusedAt) {
        return new DeadLetter(
                rejection.code(),
                rejection.reason(),
                origin,
                rejection.field(),
                sizeBytes,
                rejection.requestId(),
                refusedAt,
                envelope);
    }

    @Override
    public String toString() {
        return origin + ": " + rejection.code() + ": " + rejection.reason();
    }
}
