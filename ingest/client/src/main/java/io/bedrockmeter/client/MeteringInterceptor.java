package io.bedrockmeter.client;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;

/**
 * Watches the calls of Bedrock clients. On the way out tags become request metadata; on the way back the answer's bytes are
 * looked at as they pass by, in place, before the SDK makes objects of them: so old SDKs miss nothing that is new in an
 * answer, all four operations are alike, and each attempt is seen. Nothing thrown in here reaches the call.
 */
final class MeteringInterceptor implements ExecutionInterceptor {

    private final RequestTags defaults;
    private final Consumer<ObservedCall> observer;
    private final Clock clock;
    private final Counters counters;
    private final OccasionalLog log;

    MeteringInterceptor(
            RequestTags defaults, Consumer<ObservedCall> observer, Clock clock, Counters counters, OccasionalLog log) {
        this.defaults = defaults;
        this.observer = call -> quietly(() -> observer.accept(call));
        this.clock = clock;
        this.counters = counters;
        this.log = log;
    }

    /** On the calling thread, also of asynchronous clients: what is in scope there is taken along. */
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        quietly(() -> {
            String name = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
            Operation.named(name == null ? "" : name)
                    .ifPresent(operation -> attributes.putAttribute(
                            ObservedRequest.ATTRIBUTE, observed(context.request(), operation, attributes)));
        });
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        SdkRequest request = context.request();
        return orElse(request, attributes, observed -> {
            Map<String, String> tags = observed.tags().tags();
            if (tags.isEmpty()) {
                return request;
            }
            if (request instanceof ConverseRequest converse) {
                Map<String, String> metadata = RequestMetadata.with(converse.requestMetadata(), tags);
                countLeftOut(tags, metadata);
                return metadata.isEmpty()
                        ? request
                        : converse.toBuilder().requestMetadata(metadata).build();
            }
            if (request instanceof ConverseStreamRequest stream) {
                Map<String, String> metadata = RequestMetadata.with(stream.requestMetadata(), tags);
                countLeftOut(tags, metadata);
                return metadata.isEmpty()
                        ? request
                        : stream.toBuilder().requestMetadata(metadata).build();
            }
            return request;
        });
    }

    /** Before signing: the header must be signed too. What the caller sets itself stays. */
    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        SdkHttpRequest request = context.httpRequest();
        return orElse(request, attributes, observed -> {
            Map<String, String> tags = observed.tags().tags();
            boolean own = request.firstMatchingHeader(RequestMetadata.HEADER).isPresent();
            if (!observed.operation().metadataAsHeader() || own || tags.isEmpty()) {
                return request;
            }
            Map<String, String> metadata = RequestMetadata.forHeader(tags);
            countLeftOut(tags, metadata);
            return metadata.isEmpty()
                    ? request
                    : request.toBuilder()
                            .putHeader(RequestMetadata.HEADER, EventJson.text(metadata))
                            .build();
        });
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        ifObserved(attributes, observed -> observed.attemptStarts(clock.instant()));
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        ifObserved(attributes, observed -> {
            Attempt attempt = new Attempt(observed, observed.attemptStartedAt(), context.httpResponse(), observer);
            observed.answered(attempt);
            if (!context.httpResponse().isSuccessful()) {
                attempt.end();
            }
        });
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        Optional<InputStream> body = context.responseBody();
        return orElse(
                body,
                attributes,
                observed -> body.flatMap(
                        in -> observed.attempt().map(attempt -> new WatchedInputStream(in, shielded(attempt)))));
    }

    @Override
    public Optional<Publisher<ByteBuffer>> modifyAsyncHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        Optional<Publisher<ByteBuffer>> body = context.responsePublisher();
        return orElse(
                body,
                attributes,
                observed -> body.flatMap(
                        bytes -> observed.attempt().map(attempt -> new WatchedPublisher(bytes, shielded(attempt)))));
    }

    /** An answer that the SDK made objects of has ended, whether or not it read to the last byte. */
    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        ifObserved(attributes, observed -> {
            if (!observed.operation().streamed()) {
                observed.attempt().ifPresent(Attempt::end);
            }
        });
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        ifObserved(attributes, observed -> observed.attempt().ifPresent(Attempt::end));
    }

    private ObservedRequest observed(SdkRequest request, Operation operation, ExecutionAttributes attributes) {
        RequestTags own = attributes.getAttribute(RequestTags.ATTRIBUTE);
        RequestTags tags = defaults.and(RequestTags.inScope()).and(own == null ? RequestTags.NONE : own);
        Region region = attributes.getAttribute(AwsExecutionAttribute.AWS_REGION);
        return new ObservedRequest(
                tags,
                operation,
                request.getValueForField("modelId", String.class).orElse(""),
                region == null ? "" : region.id());
    }

    private void countLeftOut(Map<String, String> tags, Map<String, String> metadata) {
        long missing =
                tags.keySet().stream().filter(key -> !metadata.containsKey(key)).count();
        if (missing > 0) {
            counters.metadataLeftOut.add(missing);
            log.warn(OccasionalLog.Trouble.METADATA, "", counters.metadataLeftOut.sum());
        }
    }

    private AnswerWatch shielded(Attempt attempt) {
        return new AnswerWatch() {
            @Override
            public void bytes(ByteBuffer bytes) {
                quietly(() -> attempt.bytes(bytes));
            }

            @Override
            public void end() {
                quietly(attempt::end);
            }
        };
    }

    private void ifObserved(ExecutionAttributes attributes, Consumer<ObservedRequest> work) {
        quietly(() -> {
            ObservedRequest observed = attributes.getAttribute(ObservedRequest.ATTRIBUTE);
            if (observed != null) {
                work.accept(observed);
            }
        });
    }

    private <T> T orElse(T unchanged, ExecutionAttributes attributes, Function<ObservedRequest, T> change) {
        try {
            ObservedRequest observed = attributes.getAttribute(ObservedRequest.ATTRIBUTE);
            return observed == null ? unchanged : change.apply(observed);
        } catch (RuntimeException e) {
            failed(e);
            return unchanged;
        }
    }

    private void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** The kind only: a message could quote what was being read. */
    private void failed(RuntimeException e) {
        counters.failures.increment();
        log.warn(OccasionalLog.Trouble.FAILURE, e.getClass().getName(), counters.failures.sum());
    }
}
