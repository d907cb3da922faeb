package io.bedrockmeter.client;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * One attempt at a call while its answer passes by. Told once, when the answer has ended in whichever way. Bytes must come
 * from one thread after the other; the end may come from any.
 */
final class Attempt {

    private static final String REQUEST_ID = "x-amzn-RequestId";

    private final RequestTags tags;
    private final Operation operation;
    private final String modelId;
    private final String region;
    private final Instant startedAt;
    private final String requestId;
    private final Consumer<ObservedCall> observer;
    private final AnswerFacts facts;
    private final AtomicBoolean told = new AtomicBoolean();

    Attempt(ObservedRequest request, Instant startedAt, SdkHttpResponse response, Consumer<ObservedCall> observer) {
        this.tags = request.tags();
        this.operation = request.operation();
        this.modelId = request.modelId();
        this.region = request.region();
        this.startedAt = startedAt;
        this.requestId = response.firstMatchingHeader(REQUEST_ID).orElse("");
        this.observer = observer;
        this.facts = new AnswerFacts(operation);
        response.forEachHeader((name, values) -> {
            if (!values.isEmpty()) {
                facts.header(name.toLowerCase(Locale.ROOT), values.get(0));
            }
        });
    }

    /** Looks at bytes of the answer; the buffer's position stays. */
    void bytes(ByteBuffer bytes) {
        synchronized (facts) {
            facts.accept(bytes);
        }
    }

    /** The answer has ended: completely, broken off, or given up. */
    void end() {
        if (!requestId.isEmpty() && told.compareAndSet(false, true)) {
            synchronized (facts) {
                observer.accept(new ObservedCall(
                        tags,
                        operation,
                        modelId,
                        region,
                        startedAt,
                        requestId,
                        facts.serviceTier(),
                        facts.counts(),
                        facts.complete()));
            }
        }
    }
}
