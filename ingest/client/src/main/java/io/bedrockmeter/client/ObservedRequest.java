package io.bedrockmeter.client;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;

/** A call from its start to its end, over all its attempts. The SDK makes these one after the other. */
final class ObservedRequest {

    /** Carries this through the SDK. */
    static final ExecutionAttribute<ObservedRequest> ATTRIBUTE =
            new ExecutionAttribute<>("BedrockMeterObservedRequest");

    private final RequestTags tags;
    private final Operation operation;
    private final String modelId;
    private final String region;
    private volatile Instant attemptStartedAt = Instant.EPOCH;
    private volatile Optional<Attempt> attempt = Optional.empty();

    ObservedRequest(RequestTags tags, Operation operation, String modelId, String region) {
        this.tags = tags;
        this.operation = operation;
        this.modelId = modelId;
        this.region = region;
    }

    RequestTags tags() {
        return tags;
    }

    Operation operation() {
        return operation;
    }

    String modelId() {
        return modelId;
    }

    String region() {
        return region;
    }

    void attemptStarts(Instant now) {
        attempt = Optional.empty();
        attemptStartedAt = now;
    }

    Instant attemptStartedAt() {
        return attemptStartedAt;
    }

    void answered(Attempt answered) {
        attempt = Optional.of(answered);
    }

    /** The attempt whose answer has begun. */
    Optional<Attempt> attempt() {
        return attempt;
    }
}
