package io.bedrockmeter.standalone.demo;

import java.time.Instant;

/**
 * One simulated call.
 *
 * @param requestId its id
 * @param at when it was made
 * @param workload what kind of call it is
 * @param outcome how it ended
 * @param input prompt tokens that were not cached
 * @param output answer tokens
 * @param cacheRead prompt tokens read from the cache
 * @param cacheWrite prompt tokens written to it
 */
record Call(
        String requestId,
        Instant at,
        Workload workload,
        Outcome outcome,
        long input,
        long output,
        long cacheRead,
        long cacheWrite) {

    /** How a call ends. */
    enum Outcome {
        ANSWERED,
        /** Bedrock refuses it; the record has an error code and no counts. */
        THROTTLED,
        /** A guardrail blocks the prompt; the record has no counts. */
        BLOCKED
    }
}
