package io.bedrockmeter.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;

/**
 * What a program says about its calls. Immutable. Comes with a call in three ways, the later one winning key by key: the
 * defaults of {@link BedrockMeter.Builder#defaults}, those in scope on the calling thread ({@link #open}), those of the
 * request itself ({@link #onRequest}).
 *
 * @param tags tag key to value, for example {@code Team=search}; what is outside the limits of a receiver is left out there
 * @param projectId Bedrock project of the call, empty when not said
 * @param profileArn application inference profile of the call, empty when not said
 */
public record RequestTags(Map<String, String> tags, String projectId, String profileArn) {

    /** Nothing said. */
    public static final RequestTags NONE = new RequestTags(Map.of(), "", "");

    /** Carries the tags of one request, whichever thread sends it. */
    static final ExecutionAttribute<RequestTags> ATTRIBUTE = new ExecutionAttribute<>("BedrockMeterRequestTags");

    private static final ThreadLocal<RequestTags> IN_SCOPE = ThreadLocal.withInitial(() -> NONE);

    /** Ends when closed, on the thread that opened it. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    public RequestTags {
        tags = Map.copyOf(tags);
    }

    public static RequestTags of(String key, String value) {
        return new RequestTags(Map.of(key, value), "", "");
    }

    public static RequestTags of(Map<String, String> tags) {
        return new RequestTags(tags, "", "");
    }

    /** With one tag more. */
    public RequestTags with(String key, String value) {
        return and(of(key, value));
    }

    /** Both; where they differ, the other wins. */
    public RequestTags and(RequestTags other) {
        Map<String, String> both = new LinkedHashMap<>(tags);
        both.putAll(other.tags);
        return new RequestTags(
                both,
                other.projectId.isEmpty() ? projectId : other.projectId,
                other.profileArn.isEmpty() ? profileArn : other.profileArn);
    }

    /** Applies these to all calls that this thread starts until the scope is closed, besides those of outer scopes. */
    public Scope open() {
        RequestTags outer = IN_SCOPE.get();
        IN_SCOPE.set(outer.and(this));
        return () -> {
            if (outer.equals(NONE)) {
                IN_SCOPE.remove();
            } else {
                IN_SCOPE.set(outer);
            }
        };
    }

    /** Applies these to all calls that this thread starts in here, besides those of outer scopes. */
    @SuppressWarnings("try")
    public <T> T during(Supplier<T> calls) {
        try (Scope scope = open()) {
            return calls.get();
        }
    }

    /** Applies these to one request: {@code ConverseRequest.builder().overrideConfiguration(tags::onRequest)}. */
    public void onRequest(AwsRequestOverrideConfiguration.Builder request) {
        request.putExecutionAttribute(ATTRIBUTE, this);
    }

    static RequestTags inScope() {
        return IN_SCOPE.get();
    }
}
