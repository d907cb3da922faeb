package io.bedrockmeter.client;

import java.time.Instant;

/**
 * One attempt at a call that AWS answered with a request id: the SDK may try a call more than once, and Bedrock logs each.
 *
 * @param tags what the program says about it
 * @param operation API operation
 * @param modelId model as called
 * @param region source Region, empty when not known
 * @param startedAt when the attempt was sent
 * @param requestId request id of AWS
 * @param serviceTier tier that was used, empty when AWS did not say
 * @param counts token counts as far as they are known
 * @param complete whether the counts are those of the whole answer
 */
record ObservedCall(
        RequestTags tags,
        Operation operation,
        String modelId,
        String region,
        Instant startedAt,
        String requestId,
        String serviceTier,
        TokenCounts counts,
        boolean complete) {}
