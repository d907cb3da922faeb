package io.bedrockmeter.standalone.demo;

import java.util.Map;

/**
 * One kind of calls.
 *
 * @param weight share of all calls, relative to the others
 * @param modelId what the callers pass
 * @param operation API operation
 * @param region source Region
 * @param role IAM role of the callers
 * @param tagging how the calls get their tags
 * @param tags the tags; empty where nobody says any
 * @param inputTokens usual prompt, in tokens that are not cached
 * @param outputTokens usual answer, in tokens
 * @param cachedTokens prompt prefix that is cached, in tokens; 0 without caching
 */
record Workload(
        int weight,
        String modelId,
        String operation,
        String region,
        String role,
        Tagging tagging,
        Map<String, String> tags,
        int inputTokens,
        int outputTokens,
        int cachedTokens) {

    /** How calls get their tags. */
    enum Tagging {
        /** By the tags of the inference profile they go through. */
        PROFILE,
        /** By an event of the gateway, soon after the call; now and then much later. */
        TAG_EVENT,
        /** By what the caller sends along. */
        REQUEST_METADATA,
        /** By the project that a usage event names; such calls are in no log. */
        PROJECT,
        /** Not at all. */
        NONE
    }

    Workload {
        tags = Map.copyOf(tags);
    }

    boolean streams() {
        return operation.equals("ConverseStream");
    }
}
