package io.bedrockmeter.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.ingest.events.EventResult;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.Unit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;

/** Converse and InvokeModel, of the synchronous and the asynchronous client. */
class UnaryCallsTest {

    private static final String CONVERSED = "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\""
            + Harness.CANARY + " {\\\"usage\\\":{\\\"inputTokens\\\":999999}}\"}]}},\"stopReason\":\"end_turn\","
            + "\"usage\":{\"inputTokens\":30,\"outputTokens\":5,\"totalTokens\":155,\"cacheReadInputTokens\":100,"
            + "\"cacheWriteInputTokens\":20,\"cacheDetails\":[{\"ttl\":\"1h\",\"inputTokens\":12},"
            + "{\"ttl\":\"5m\",\"inputTokens\":8}]},\"metrics\":{\"latencyMs\":17},\"serviceTier\":{\"type\":\"priority\"}}";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_converse_call_is_tagged_and_reported_with_usage_tier_and_cache_lifetimes(boolean async) {
        try (Harness harness = new Harness(meter -> meter.accountId("123456789012"))) {
            harness.bedrock.answerJson("req-1", CONVERSED);
            ConverseResponse response =
                    RequestTags.of("Team", "search").during(() -> harness.converse(async, Harness.converse()));

            List<EventResult> events = harness.events();

            assertThat(response.output().message().content().get(0).text()).startsWith(Harness.CANARY);
            assertThat(harness.bedrock.asked.get(0).text()).contains("\"requestMetadata\":{\"Team\":\"search\"}");
            EventResult.Usage usage = (EventResult.Usage) events.get(0);
            Invocation invocation = usage.invocation();
            assertThat(invocation.requestId()).isEqualTo("req-1");
            assertThat(invocation.modelId()).isEqualTo(Harness.MODEL);
            assertThat(invocation.region()).isEqualTo("eu-central-1");
            assertThat(invocation.accountId()).isEqualTo("123456789012");
            assertThat(invocation.operation()).isEqualTo("Converse");
            assertThat(invocation.serviceTier()).isEqualTo("priority");
            assertThat(invocation.cacheTtlKnown()).isTrue();
            assertThat(invocation.quantities().get(Unit.INPUT_TOKEN)).isEqualTo(30);
            assertThat(invocation.quantities().get(Unit.OUTPUT_TOKEN)).isEqualTo(5);
            assertThat(invocation.quantities().get(Unit.CACHE_READ_TOKEN)).isEqualTo(100);
            assertThat(invocation.quantities().get(Unit.CACHE_WRITE_5M_TOKEN)).isEqualTo(8);
            assertThat(invocation.quantities().get(Unit.CACHE_WRITE_1H_TOKEN)).isEqualTo(12);
            TagEvent tags = usage.event();
            assertThat(tags.tags()).containsExactly(Map.entry("Team", "search"));
            assertThat(tags.source()).isEqualTo("urn:test:shop");
            assertThat(events).hasSize(1);
            assertThat(harness.intake.asked.get(0).header("Authorization")).isEqualTo("Bearer secret-key");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_invoke_call_is_reported_from_its_headers_and_the_cache_lifetimes_of_its_body(boolean async) {
        try (Harness harness = new Harness()) {
            harness.bedrock.answerJson(
                    "req-2",
                    Map.of(
                            "X-Amzn-Bedrock-Input-Token-Count", "11",
                            "X-Amzn-Bedrock-Output-Token-Count", "7",
                            "X-Amzn-Bedrock-Service-Tier", "flex"),
                    "{\"content\":[{\"text\":\"" + Harness.CANARY + "\"}],\"usage\":{\"cache_creation_input_tokens\":9,"
                            + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":4,\"ephemeral_1h_input_tokens\":5}}}");

            harness.invoke(
                    async,
                    Harness.invoke().toBuilder()
                            .overrideConfiguration(RequestTags.of("Team", "ads")::onRequest)
                            .build());

            EventResult.Usage usage = (EventResult.Usage) harness.events().get(0);
            assertThat(usage.invocation().quantities().get(Unit.INPUT_TOKEN)).isEqualTo(11);
            assertThat(usage.invocation().quantities().get(Unit.OUTPUT_TOKEN)).isEqualTo(7);
            assertThat(usage.invocation().quantities().get(Unit.CACHE_WRITE_5M_TOKEN))
                    .isEqualTo(4);
            assertThat(usage.invocation().quantities().get(Unit.CACHE_WRITE_1H_TOKEN))
                    .isEqualTo(5);
            assertThat(usage.event().serviceTier()).isEqualTo("flex");
            LocalServer.Asked asked = harness.bedrock.asked.get(0);
            assertThat(asked.header(RequestMetadata.HEADER)).isEqualTo("{\"Team\":\"ads\"}");
            assertThat(asked.header("Authorization")).containsIgnoringCase(RequestMetadata.HEADER);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void openai_shaped_usage_is_freed_of_cached_tokens(boolean async) {
        try (Harness harness = new Harness()) {
            harness.bedrock.answerJson(
                    "req-3",
                    "{\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":9,"
                            + "\"prompt_tokens_details\":{\"cached_tokens\":40}}}");

            harness.invoke(async, Harness.invoke());

            EventResult.Usage usage = (EventResult.Usage) harness.events().get(0);
            assertThat(usage.invocation().quantities().get(Unit.INPUT_TOKEN)).isEqualTo(60);
            assertThat(usage.invocation().quantities().get(Unit.CACHE_READ_TOKEN))
                    .isEqualTo(40);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void each_attempt_that_aws_answered_is_tagged_under_its_own_request_id(boolean async) {
        try (Harness harness = new Harness(meter -> meter.defaults(RequestTags.of("Team", "search")))) {
            harness.bedrock.fail("req-busy", 503, "ServiceUnavailableException");
            harness.bedrock.answer(new LocalServer.Answer(500, FakeBedrock.requestId("req-empty"), List.of(), false));
            harness.bedrock.answerJson("req-good", CONVERSED);

            harness.converse(async, Harness.converse());

            List<EventResult> events = harness.events();
            assertThat(((EventResult.Tags) events.get(0)).event().requestId()).isEqualTo("req-busy");
            assertThat(((EventResult.Tags) events.get(1)).event().requestId()).isEqualTo("req-empty");
            assertThat(((EventResult.Usage) events.get(2)).event().requestId()).isEqualTo("req-good");
            assertThat(events).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_failed_call_is_tagged_too_and_fails_as_it_would_without_the_meter(boolean async) {
        try (Harness harness = new Harness(meter -> meter.defaults(RequestTags.of("Team", "search")))) {
            harness.bedrock.fail("req-4", 400, "ValidationException");

            assertThatThrownBy(() -> harness.converse(async, Harness.converse()))
                    .isInstanceOf(BedrockRuntimeException.class)
                    .hasMessageContaining("req-4");

            EventResult.Tags tags = (EventResult.Tags) harness.events().get(0);
            assertThat(tags.event().requestId()).isEqualTo("req-4");
            assertThat(tags.event().tags()).containsEntry("Team", "search");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void where_usage_is_left_to_the_log_the_tag_event_still_has_tier_and_cache_lifetime(boolean async) {
        try (Harness harness = new Harness(meter -> meter.reportUsage(false))) {
            harness.bedrock.answerJson("req-5", CONVERSED);

            harness.converse(async, Harness.converse());

            TagEvent tags = ((EventResult.Tags) harness.events().get(0)).event();
            assertThat(tags.serviceTier()).isEqualTo("priority");
            assertThat(tags.cacheWrite1hTokens()).isEqualTo(12);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothing_of_prompts_and_answers_leaves(boolean async) {
        try (Harness harness = new Harness(meter -> meter.defaults(RequestTags.of("Team", "search")))) {
            harness.bedrock.answerJson("req-6", CONVERSED);
            harness.bedrock.answerJson(
                    "req-7",
                    "{\"usage\":{\"inputTokens\":\"" + Harness.CANARY + "\",\"output_tokens\":3,\"note\":\""
                            + Harness.CANARY + "\"},\"serviceTier\":{\"type\":\"" + Harness.CANARY + "\"}}");
            harness.converse(async, Harness.converse());
            harness.invoke(async, Harness.invoke());

            List<EventResult> events = harness.events();

            assertThat(events).hasSize(2);
            assertThat(harness.intake.received()).doesNotContain(Harness.CANARY, "CANARY", "prompt");
        }
    }

    @SuppressWarnings("try")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tags_come_from_defaults_scopes_and_the_request_the_nearest_winning(boolean async) {
        try (Harness harness = new Harness(
                meter -> meter.defaults(new RequestTags(Map.of("Team", "default", "Owner", "d"), "proj_d", "")))) {
            harness.bedrock.answerJson("req-8", CONVERSED);
            try (RequestTags.Scope outer =
                            RequestTags.of(Map.of("Team", "outer", "App", "o")).open();
                    RequestTags.Scope inner = RequestTags.of("Stage", "inner").open()) {
                harness.converse(
                        async,
                        Harness.converse().toBuilder()
                                .overrideConfiguration(RequestTags.of("Team", "request")::onRequest)
                                .build());
            }

            EventResult.Usage usage = (EventResult.Usage) harness.events().get(0);

            assertThat(usage.event().tags())
                    .containsOnly(
                            Map.entry("Team", "request"),
                            Map.entry("App", "o"),
                            Map.entry("Stage", "inner"),
                            Map.entry("Owner", "d"));
            assertThat(usage.event().projectId()).isEqualTo("proj_d");
            assertThat(RequestTags.inScope()).isEqualTo(RequestTags.NONE);
        }
    }
}
