package io.bedrockmeter.bench.workload;

/**
 * One call of Bedrock.
 *
 * @param number which call, from 0
 * @param requestId identity, a UUID
 * @param timeMs event time, milliseconds since the epoch
 * @param application which application calls, from 0; the principal, the operation and all tags follow from it
 * @param model which model is called, from 0
 * @param inputTokens tokens read, not from a cache
 * @param outputTokens tokens written
 * @param cacheReadTokens tokens read from a cache; mostly 0
 * @param tagDelay by how many requests its tag event comes after it, negative when nobody tells its tags
 * @param repeatDelay by how many requests its records come again, negative when they come once
 */
public record Call(
        long number,
        String requestId,
        long timeMs,
        int application,
        int model,
        int inputTokens,
        int outputTokens,
        int cacheReadTokens,
        int tagDelay,
        int repeatDelay) {

    /** Whether a tag event tells who pays. */
    public boolean isTagged() {
        return tagDelay >= 0;
    }

    public boolean isRepeated() {
        return repeatDelay >= 0;
    }
}
