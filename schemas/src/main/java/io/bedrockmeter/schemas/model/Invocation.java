package io.bedrockmeter.schemas.model;

import java.time.Instant;
import java.util.Map;

/**
 * One Bedrock call as logged or reported, normalised. Never holds prompt or completion text.
 *
 * @param requestId identity of the call; two records with the same id describe the same call
 * @param timestamp when the call was made (event time), millisecond precision
 * @param accountId twelve-digit AWS account of the call, empty when the record names none
 * @param region source Region of the call: the one that decides the price
 * @param inferenceRegion Region that served a cross-Region call, empty when the record lacks it
 * @param operation {@code Converse}, {@code ConverseStream}, {@code InvokeModel},
 *     {@code InvokeModelWithResponseStream}, {@code Responses}, {@code ChatCompletions} or what AWS adds
 * @param modelId what the caller passed: model id, profile id or any ARN
 * @param bodyModel model named inside a response body (Claude), empty when none; a fallback for unknown profiles
 * @param principal IAM or STS ARN of the caller, empty when absent
 * @param quantities what was consumed
 * @param cacheTtlKnown whether the split of cache writes into 5 minutes and 1 hour was in the record; otherwise all
 *     writes are counted as 5 minutes
 * @param serviceTier tier named in the record ({@code default}, {@code priority}, {@code flex}, {@code reserved}), empty
 *     when not
 * @param latencyOptimized whether the record says that latency-optimised inference was used
 * @param errorCode error of a failed call, empty when it succeeded
 * @param latencyMs end-to-end latency in milliseconds, -1 when the record lacks it
 * @param requestMetadata key-value pairs the caller sent with the call; the caller can forge them
 * @param origin what kind of record this comes from
 * @param source where it was read, for example {@code file:/logs/a.json.gz}; no part of the identity
 */
public record Invocation(
        String requestId,
        Instant timestamp,
        String accountId,
        String region,
        String inferenceRegion,
        String operation,
        String modelId,
        String bodyModel,
        String principal,
        Quantities quantities,
        boolean cacheTtlKnown,
        String serviceTier,
        boolean latencyOptimized,
        String errorCode,
        long latencyMs,
        Map<String, String> requestMetadata,
        UsageOrigin origin,
        String source) {

    public Invocation {
        requestMetadata = Map.copyOf(requestMetadata);
    }

    /** Whether the call failed: it has an error code. */
    public boolean failed() {
        return !errorCode.isEmpty();
    }
}
