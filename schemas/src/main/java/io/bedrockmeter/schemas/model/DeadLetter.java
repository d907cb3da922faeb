package io.bedrockmeter.schemas.model;

import java.time.Instant;

/**
 * Something that could not be read, without any prompt text.
 *
 * @param code stable code of the reason
 * @param reason what is wrong and where, for people
 * @param origin where it came from: a file and line, a topic, partition and offset, a log group and event id
 * @param field the offending field, empty when the whole is unreadable
 * @param sizeBytes length of the refused input in bytes
 * @param requestId request id where one could be read, else empty
 * @param refusedAt when it was refused
 * @param envelope what could be read of the refused document as JSON: fields that metering knows and counts, never a body;
 *     empty when it is no JSON or too large
 */
public record DeadLetter(
        RejectionCode code,
        String reason,
        String origin,
        String field,
        long sizeBytes,
        String requestId,
        Instant refusedAt,
        String envelope) {

    /** Of input that is no JSON document. */
    public DeadLetter(
            RejectionCode code,
            String reason,
            String origin,
            String field,
            long sizeBytes,
            String requestId,
            Instant refusedAt) {
        this(code, reason, origin, field, sizeBytes, requestId, refusedAt, "");
    }
}
