package io.bedrockmeter.client;

import static io.bedrockmeter.client.FakeBedrock.chunk;
import static io.bedrockmeter.client.FakeBedrock.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.ingest.events.EventResult;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.Unit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/** ConverseStream and InvokeModelWithResponseStream, with real event-stream framing. */
class StreamedCallsTest {

    private static final byte[] START = event("messageStart", "{\"role\":\"assistant\"}");
    private static final byte[] DELTA = event(
            "contentBlockDelta",
            "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + Harness.CANARY
                    + "\"},\"usage\":{\"inputTokens\":999999}}");
    private static final byte[] STOP = event("messageStop", "{\"stopReason\":\"end_turn\"}");
    private static final byte[] METADATA = event(
            "metadata",
            "{\"usage\":{\"inputTokens\":30,\"outputTokens\":5,\"totalTokens\":55,\"cacheWriteInputTokens\":20,"
                    + "\"cacheDetails\":[{\"ttl\":\"1h\",\"inputTokens\":20}]},\"trace\":{\"note\":\"" + Harness.CANARY
                    + "\"},\"metrics\":{\"latencyMs\":9},\"serviceTier\":{\"type\":\"flex\"}}");

    private static final byte[] MESSAGE_START = chunk("{\"type\":\"message_start\",\"message\":{\"model\":\"claude\","
            + "\"content\":[],\"usage\":{\"input_tokens\":17,\"cache_creation_input_tokens\":6,"
            + "\"cache_read_input_tokens\":3,\"cache_creation\":{\"ephemeral_5m_input_tokens\":2,"
            + "\"ephemeral_1h_input_tokens\":4},\"output_tokens\":1}}}");
    private static final byte[] TEXT_DELTA =
            chunk("{\"type\":\"content_block_delta\",\"delta\":{\"text\":\"" + Harness.CANARY + "\"}}");
    private static final byte[] MESSAGE_DELTA = chunk(
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":23}}");
    private static final byte[] MESSAGE_STOP = chunk("{\"type\":\"message_stop\",\"amazon-bedrock-invocationMetrics\":"
            + "{\"inputTokenCount\":17,\"outputTokenCount\":23,\"invocationLatency\":900,\"firstByteLatency\":100}}");

    private static ConverseStreamRequest conversing() {
        return ConverseStreamRequest.builder()
                .modelId(Harness.MODEL)
                .messages(Message.builder()
                        .role("user")
                        .content(ContentBlock.fromText(Harness.CANARY))
                        .build())
                .overrideConfiguration(RequestTags.of("Team", "search")::onRequest)
                .build();
    }

    private static InvokeModelWithResponseStreamRequest invoking() {
        return InvokeModelWithResponseStreamRequest.builder()
                .modelId(Harness.MODEL)
                .body(SdkBytes.fromUtf8String("{\"prompt\":\"" + Harness.CANARY + "\"}"))
                .overrideConfiguration(RequestTags.of("Team", "search")::onRequest)
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 100_000})
    void a_converse_stream_is_reported_at_its_end_however_its_bytes_are_cut(int pieceSize) {
        try (Harness harness = new Harness()) {
            harness.bedrock.stream("req-1", List.of(START, DELTA, DELTA, STOP, METADATA), pieceSize, false);
            StringBuilder text = new StringBuilder();
            Harness.unwrapped(harness.asyncClient.converseStream(
                    conversing(),
                    ConverseStreamResponseHandler.builder()
                            .subscriber(ConverseStreamResponseHandler.Visitor.builder()
                                    .onContentBlockDelta(
                                            delta -> text.append(delta.delta().text()))
                                    .build())
                            .build()));

            List<EventResult> events = harness.events();

            assertThat(text.toString()).isEqualTo(Harness.CANARY + Harness.CANARY);
            EventResult.Usage usage = (EventResult.Usage) events.get(0);
            assertThat(events).hasSize(1);
            assertThat(usage.event().requestId()).isEqualTo("req-1");
            assertThat(usage.event().serviceTier()).isEqualTo("flex");
            assertThat(usage.event().tags()).containsEntry("Team", "search");
            assertThat(usage.invocation().operation()).isEqualTo("ConverseStream");
            assertThat(usage.invocation().quantities().get(Unit.INPUT_TOKEN)).isEqualTo(30);
            assertThat(usage.invocation().quantities().get(Unit.CACHE_WRITE_1H_TOKEN))
                    .isEqualTo(20);
            assertThat(harness.bedrock.asked.get(0).text()).contains("\"requestMetadata\":{\"Team\":\"search\"}");
            assertThat(harness.intake.received()).doesNotContain(Harness.CANARY);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 100_000})
    void an_invoke_stream_is_reported_from_the_events_of_its_model(int pieceSize) {
        try (Harness harness = new Harness()) {
            harness.bedrock.stream(
                    "req-2", List.of(MESSAGE_START, TEXT_DELTA, MESSAGE_DELTA, MESSAGE_STOP), pieceSize, false);
            Harness.unwrapped(harness.asyncClient.invokeModelWithResponseStream(
                    invoking(),
                    InvokeModelWithResponseStreamResponseHandler.builder()
                            .subscriber(event -> {})
                            .build()));

            List<EventResult> events = harness.events();

            EventResult.Usage usage = (EventResult.Usage) events.get(0);
            assertThat(usage.invocation().quantities().get(Unit.INPUT_TOKEN)).isEqualTo(17);
            assertThat(usage.invocation().quantities().get(Unit.OUTPUT_TOKEN)).isEqualTo(23);
            assertThat(usage.invocation().quantities().get(Unit.CACHE_READ_TOKEN))
                    .isEqualTo(3);
            assertThat(usage.invocation().quantities().get(Unit.CACHE_WRITE_5M_TOKEN))
                    .isEqualTo(2);
            assertThat(usage.invocation().quantities().get(Unit.CACHE_WRITE_1H_TOKEN))
                    .isEqualTo(4);
            assertThat(harness.bedrock.asked.get(0).header(RequestMetadata.HEADER))
                    .isEqualTo("{\"Team\":\"search\"}");
            assertThat(harness.intake.received()).doesNotContain(Harness.CANARY);
        }
    }

    @Test
    void a_stream_that_its_reader_gives_up_still_sends_what_is_known_but_no_usage() throws Exception {
        try (Harness harness = new Harness()) {
            harness.bedrock.stream("req-3", List.of(MESSAGE_START, TEXT_DELTA), 100_000, true);
            CountDownLatch first = new CountDownLatch(1);
            CompletableFuture<Void> call = harness.asyncClient.invokeModelWithResponseStream(
                    invoking(),
                    InvokeModelWithResponseStreamResponseHandler.builder()
                            .subscriber(event -> first.countDown())
                            .build());
            assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
            call.cancel(true);

            await().until(() -> !harness.intake.events.isEmpty());

            TagEvent tags = ((EventResult.Tags) harness.intake.events.get(0)).event();
            assertThat(tags.requestId()).isEqualTo("req-3");
            assertThat(tags.tags()).containsEntry("Team", "search");
            assertThat(tags.cacheWrite1hTokens()).isEqualTo(4);
        }
    }

    @Test
    void a_subscription_that_is_cancelled_is_the_end_too() {
        try (Harness harness = new Harness()) {
            harness.bedrock.stream("req-4", List.of(START, DELTA), 100_000, true);
            CompletableFuture<Void> call = harness.asyncClient.converseStream(
                    conversing(),
                    ConverseStreamResponseHandler.builder()
                            .onEventStream(events -> events.subscribe(new CancellingSubscriber()))
                            .build());

            await().until(() -> !harness.intake.events.isEmpty());

            assertThat(((EventResult.Tags) harness.intake.events.get(0)).event().requestId())
                    .isEqualTo("req-4");
            call.cancel(true);
        }
    }

    @Test
    void a_stream_that_ends_in_an_exception_sends_its_tags_and_fails_as_ever() {
        try (Harness harness = new Harness()) {
            harness.bedrock.stream(
                    "req-5", List.of(START, FakeBedrock.exception("modelStreamErrorException")), 100_000, false);

            assertThatThrownBy(() -> Harness.unwrapped(harness.asyncClient.converseStream(
                            conversing(),
                            ConverseStreamResponseHandler.builder()
                                    .subscriber(event -> {})
                                    .build())))
                    .hasMessageContaining("no");

            await().until(() -> !harness.intake.events.isEmpty());
            assertThat(((EventResult.Tags) harness.intake.events.get(0)).event().requestId())
                    .isEqualTo("req-5");
        }
    }

    /** Wants one event and no more. */
    private static final class CancellingSubscriber implements Subscriber<ConverseStreamOutput> {

        private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

        @Override
        public void onSubscribe(Subscription given) {
            subscription.complete(given);
            given.request(1);
        }

        @Override
        public void onNext(ConverseStreamOutput event) {
            subscription.join().cancel();
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
