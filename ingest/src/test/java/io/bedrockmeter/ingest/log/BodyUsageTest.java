package io.bedrockmeter.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts in output bodies of every shape, and which of several counts is believed. */
class BodyUsageTest {

    @Test
    void converse_usage_with_cache_details() {
        ParseResult.Parsed parsed = body("""
                {"usage":{"inputTokens":3,"outputTokens":52,"totalTokens":24534,"cacheReadInputTokens":5,
                "cacheWriteInputTokens":24479,"cacheDetails":[{"ttl":"1h","inputTokens":24000},
                {"ttl":"5m","inputTokens":479}]}}""");

        assertThat(parsed.invocation().quantities()).isEqualTo(quantities(3, 52, 5, 479, 24_000));
        assertThat(parsed.invocation().cacheTtlKnown()).isTrue();
        assertThat(parsed.countsDisagree()).isFalse();
    }

    @Test
    void claude_usage_with_cache_creation_and_model() {
        ParseResult.Parsed parsed = body("""
                {"model":"claude-sonnet-4-6","usage":{"input_tokens":10,"output_tokens":20,
                "cache_read_input_tokens":30,"cache_creation_input_tokens":40,
                "cache_creation":{"ephemeral_5m_input_tokens":15,"ephemeral_1h_input_tokens":25}}}""");

        assertThat(parsed.invocation().quantities()).isEqualTo(quantities(10, 20, 30, 15, 25));
        assertThat(parsed.invocation().cacheTtlKnown()).isTrue();
        assertThat(parsed.invocation().bodyModel()).isEqualTo("claude-sonnet-4-6");
    }

    @Test
    void a_claude_stream_counts_its_last_word() {
        ParseResult.Parsed parsed = body("""
                [{"type":"message_start","message":{"model":"claude-opus-4-7","content":[{"usage":{"input_tokens":1}}],
                "usage":{"input_tokens":10,"output_tokens":1,"cache_read_input_tokens":3,
                "cache_creation_input_tokens":4,"cache_creation":{"ephemeral_1h_input_tokens":4}}}},
                {"type":"content_block_delta","delta":{"text":"x"}},
                {"type":"message_delta","usage":{"output_tokens":77}},
                {"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":10,"outputTokenCount":77,
                "invocationLatency":950,"firstByteLatency":100}},
                "[DONE]"]""");

        assertThat(parsed.invocation().quantities()).isEqualTo(quantities(10, 77, 3, 0, 4));
        assertThat(parsed.invocation().latencyMs()).isEqualTo(950);
        assertThat(parsed.invocation().bodyModel()).isEqualTo("claude-opus-4-7");
        assertThat(parsed.countsDisagree()).isFalse();
    }

    @Test
    void a_converse_stream_logged_as_events() {
        ParseResult.Parsed parsed = body("""
                [{"messageStart":{"role":"assistant"}},{"metadata":{"usage":{"inputTokens":4,"outputTokens":6},
                "metrics":{"latencyMs":5},"serviceTier":{"type":"priority"},"performanceConfig":{"latency":"optimized"}}}]""");

        assertThat(parsed.invocation().quantities()).isEqualTo(Quantities.tokens(4, 6));
        assertThat(parsed.invocation().latencyMs()).isEqualTo(5);
        assertThat(parsed.invocation().serviceTier()).isEqualTo("priority");
        assertThat(parsed.invocation().latencyOptimized()).isTrue();
    }

    @Test
    void stream_metrics_count_when_nothing_else_does() {
        ParseResult.Parsed parsed = body("""
                [{"outputText":"x"},{"amazon-bedrock-invocationMetrics":{"inputTokenCount":8,"outputTokenCount":9,
                "cacheReadInputTokenCount":2,"cacheWriteInputTokenCount":1}}]""");

        assertThat(parsed.invocation().quantities()).isEqualTo(quantities(8, 9, 2, 1, 0));
        assertThat(parsed.invocation().cacheTtlKnown()).isFalse();
    }

    @Test
    void openai_responses_usage_leaves_cached_tokens_out_of_input() {
        ParseResult.Parsed parsed = body("""
                {"model":"openai.gpt-5.6","usage":{"input_tokens":100,"output_tokens":10,
                "input_tokens_details":{"cached_tokens":60,"cache_write_tokens":15}}}""");

        assertThat(parsed.invocation().quantities()).isEqualTo(quantities(25, 10, 60, 15, 0));
    }

    @Test
    void openai_chat_usage_leaves_cached_tokens_out_of_input() {
        ParseResult.Parsed parsed = body("""
                {"usage":{"prompt_tokens":100,"completion_tokens":10,"prompt_tokens_details":{"cached_tokens":60}}}""");

        assertThat(parsed.invocation().quantities()).isEqualTo(quantities(40, 10, 60, 0, 0));
    }

    @Test
    void openai_streams_report_usage_in_the_last_event() {
        ParseResult.Parsed responses = body("""
                [{"type":"response.created","response":{"usage":null}},{"type":"response.completed","response":
                {"service_tier":"flex","metadata":{"usage":{"input_tokens":1}},"usage":{"input_tokens":9,
                "output_tokens":3,"input_tokens_details":{"cached_tokens":4}}}},"[DONE]"]""");
        ParseResult.Parsed chat = body("""
                [{"choices":[{"delta":{"content":"x"}}],"usage":null},{"choices":[],"usage":{"prompt_tokens":9,
                "completion_tokens":3}},"[DONE]"]""");

        assertThat(responses.invocation().quantities()).isEqualTo(quantities(5, 3, 4, 0, 0));
        assertThat(responses.invocation().serviceTier()).isEqualTo("flex");
        assertThat(chat.invocation().quantities()).isEqualTo(Quantities.tokens(9, 3));
    }

    @Test
    void an_envelope_count_that_includes_cached_tokens_is_not_counted_twice() {
        ParseResult.Parsed parsed = Records.parsed(Records.record("{\"inputTokenCount\":100}", """
                {"outputBodyJson":{"usage":{"input_tokens":100,"output_tokens":10,
                "input_tokens_details":{"cached_tokens":60}}},"outputTokenCount":10}"""));

        assertThat(parsed.invocation().quantities()).isEqualTo(quantities(40, 10, 60, 0, 0));
        assertThat(parsed.countsDisagree()).isFalse();
    }

    @Test
    void more_cached_tokens_than_input_are_refused() {
        Rejection rejection = Records.refused(
                withBody("{\"usage\":{\"prompt_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":2}}}"));

        assertThat(rejection.code()).isEqualTo(RejectionCode.INVALID_FIELD);
        assertThat(rejection.field()).isEqualTo("output.outputBodyJson.usage.prompt_tokens");
    }

    @Test
    void llama_titan_nova_and_cohere_bodies() {
        assertThat(body("{\"prompt_token_count\":15,\"generation_token_count\":12}")
                        .invocation()
                        .quantities())
                .isEqualTo(Quantities.tokens(15, 12));
        assertThat(body("[{\"prompt_token_count\":15,\"generation_token_count\":1},"
                                + "{\"prompt_token_count\":null,\"generation_token_count\":2}]")
                        .invocation()
                        .quantities())
                .isEqualTo(Quantities.tokens(15, 2));
        assertThat(
                        body("{\"inputTextTokenCount\":5,\"results\":[{\"tokenCount\":3,\"outputText\":\"x\"},{\"tokenCount\":4}]}")
                                .invocation()
                                .quantities())
                .isEqualTo(Quantities.tokens(5, 7));
        assertThat(body("{\"usage\":{\"inputTokens\":1,\"outputTokens\":2,\"cacheReadInputTokenCount\":3}}")
                        .invocation()
                        .quantities())
                .isEqualTo(quantities(1, 2, 3, 0, 0));
        assertThat(body("{\"meta\":{\"billed_units\":{\"search_units\":2,\"input_tokens\":1}}}")
                        .invocation()
                        .quantities()
                        .get(Unit.SEARCH_UNIT))
                .isEqualTo(2);
    }

    @Test
    void an_embedding_has_no_output() {
        assertThat(Records.parsed(Records.record(
                                "{\"inputTokenCount\":5}", "{\"outputBodyJson\":{\"embedding\":[0.1,-2e-5]}}"))
                        .invocation()
                        .quantities())
                .isEqualTo(Quantities.tokens(5, 0));
    }

    @Test
    void images_are_counted_in_the_body_without_being_read() {
        String image = "\"" + "A".repeat(200_000) + "\"";

        assertThat(images("{\"outputBodyJson\":{\"images\":[" + image + "," + image + "],\"error\":null}}"))
                .isEqualTo(2);
        assertThat(images("{\"outputBodyJson\":{\"artifacts\":[{\"base64\":" + image + "}]}}"))
                .isEqualTo(1);
        assertThat(images("{\"outputBodyJson\":{\"images\":[null],\"finish_reasons\":[\"Filter reason: prompt\"]}}"))
                .isZero();
        assertThat(images("{\"outputImageHeight\":1024,\"outputImageWidth\":1024}"))
                .isEqualTo(1);
        assertThat(images("{\"outputImageHeight\":1024,\"outputBodyJson\":{\"images\":[" + image + "," + image + "]}}"))
                .isEqualTo(2);
        assertThat(images("{\"outputImagesCount\":4,\"outputImageHeight\":1024}"))
                .isEqualTo(4);
    }

    @Test
    void the_envelope_wins_even_with_zero_and_the_disagreement_is_told() {
        ParseResult.Parsed parsed = Records.parsed(Records.record(
                "{\"inputTokenCount\":0}",
                "{\"outputBodyJson\":{\"usage\":{\"inputTokens\":5,\"outputTokens\":6}},\"outputTokenCount\":6}"));

        assertThat(parsed.invocation().quantities()).isEqualTo(Quantities.tokens(0, 6));
        assertThat(parsed.countsDisagree()).isTrue();
    }

    @Test
    void each_count_falls_back_on_its_own() {
        ParseResult.Parsed parsed = Records.parsed(Records.record("{\"inputTokenCount\":5}", """
                {"outputBodyJson":{"usage":{"inputTokens":5,"cacheReadInputTokens":7},
                "amazon-bedrock-invocationMetrics":{"outputTokenCount":11,"cacheReadInputTokenCount":7}}}"""));

        assertThat(parsed.invocation().quantities()).isEqualTo(quantities(5, 11, 7, 0, 0));
        assertThat(parsed.countsDisagree()).isFalse();
    }

    @Test
    void the_zero_first_record_of_a_converse_stream_stays_zero() {
        ParseResult.Parsed parsed = Records.parsed(Records.record(
                "{\"inputTokenCount\":0,\"cacheReadInputTokenCount\":0,\"cacheWriteInputTokenCount\":0}",
                "{\"outputTokenCount\":0}"));

        assertThat(parsed.invocation().quantities()).isEqualTo(Quantities.NONE);
        assertThat(parsed.countsDisagree()).isFalse();
    }

    @Test
    void a_split_of_cache_writes_that_does_not_add_up_is_not_believed() {
        String body = "{\"outputBodyJson\":{\"usage\":{\"cacheDetails\":[{\"ttl\":\"1h\",\"inputTokens\":50}]}}}";

        ParseResult.Parsed consistent = Records.parsed(Records.record("{\"cacheWriteInputTokenCount\":50}", body));
        ParseResult.Parsed inconsistent = Records.parsed(Records.record("{\"cacheWriteInputTokenCount\":60}", body));
        ParseResult.Parsed silent = Records.parsed(Records.record("{\"cacheWriteInputTokenCount\":60}", "{}"));

        assertThat(consistent.invocation().quantities()).isEqualTo(quantities(0, 0, 0, 0, 50));
        assertThat(consistent.invocation().cacheTtlKnown()).isTrue();
        assertThat(inconsistent.invocation().quantities()).isEqualTo(quantities(0, 0, 0, 60, 0));
        assertThat(inconsistent.invocation().cacheTtlKnown()).isFalse();
        assertThat(inconsistent.countsDisagree()).isTrue();
        assertThat(silent.invocation().cacheTtlKnown()).isFalse();
        assertThat(silent.countsDisagree()).isFalse();
    }

    @Test
    void an_unknown_time_to_live_counts_as_five_minutes_and_is_told() {
        ParseResult.Parsed parsed = body(
                "{\"usage\":{\"cacheWriteInputTokens\":9,\"cacheDetails\":[{\"ttl\":\"30m\",\"inputTokens\":9}]}}");

        assertThat(parsed.invocation().quantities()).isEqualTo(quantities(0, 0, 0, 9, 0));
        assertThat(parsed.invocation().cacheTtlKnown()).isFalse();
        assertThat(parsed.countsDisagree()).isTrue();
    }

    @Test
    void a_body_count_that_cannot_be_is_refused_only_when_it_is_needed() {
        String body = "{\"outputBodyJson\":{\"usage\":{\"outputTokens\":\"6\"}}%s}";

        assertThat(Records.refused(Records.record("{}", body.formatted(""))).field())
                .isEqualTo("output.outputBodyJson.usage.outputTokens");
        ParseResult.Parsed parsed = Records.parsed(Records.record("{}", body.formatted(",\"outputTokenCount\":6")));
        assertThat(parsed.invocation().quantities()).isEqualTo(Quantities.tokens(0, 6));
        assertThat(parsed.countsDisagree()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"text\"",
                "[]",
                "{}",
                "5",
                "true",
                "[[]]",
                "[null,1,\"[DONE]\"]",
                "{\"usage\":null}",
                "{\"usage\":[]}",
                "{\"usage\":{\"cache_creation\":5,\"cacheDetails\":{},\"input_tokens_details\":[]}}",
                "{\"results\":{},\"images\":5,\"meta\":[],\"metrics\":[],\"serviceTier\":7,\"model\":{}}",
                "{\"amazon-bedrock-invocationMetrics\":[]}",
                "{\"message\":{\"usage\":{\"inputTokens\":9}}}",
                "{\"usage\":{\"cacheDetails\":[1,{\"ttl\":5},{\"inputTokens\":null}]}}"
            })
    void odd_bodies_count_nothing(String body) {
        ParseResult.Parsed parsed = body(body);

        assertThat(parsed.invocation().quantities()).isEqualTo(Quantities.NONE);
        assertThat(parsed.countsDisagree()).isFalse();
    }

    @Test
    void a_model_in_the_body_must_look_like_a_model_id() {
        assertThat(body("{\"model\":\"tell me a story\"}").invocation().bodyModel())
                .isEmpty();
        assertThat(body("{\"model\":\"" + "m".repeat(257) + "\"}").invocation().bodyModel())
                .isEmpty();
        assertThat(body("{\"metadata\":{\"model\":\"planted\"}}").invocation().bodyModel())
                .isEmpty();
        assertThat(body("[{\"metadata\":{\"model\":\"anthropic.claude-3\"}}]")
                        .invocation()
                        .bodyModel())
                .as("events of a Converse stream come from Bedrock")
                .isEqualTo("anthropic.claude-3");
    }

    @Test
    void bodies_in_s3_are_only_paths() {
        ParseResult.Parsed parsed = Records.parsed(Records.record(
                "{\"inputBodyS3Path\":\"s3://b/k\",\"inputTokenCount\":5}",
                "{\"outputBodyS3Path\":\"s3://b/k\",\"outputTokenCount\":6}"));

        assertThat(parsed.invocation().quantities()).isEqualTo(Quantities.tokens(5, 6));
    }

    private static long images(String output) {
        return Records.parsed(Records.record("{}", output))
                .invocation()
                .quantities()
                .get(Unit.OUTPUT_IMAGE);
    }

    private static String withBody(String body) {
        return Records.record("{}", "{\"outputBodyJson\":" + body + "}");
    }

    private static ParseResult.Parsed body(String body) {
        return Records.parsed(withBody(body));
    }

    private static Quantities quantities(long input, long output, long read, long write5m, long write1h) {
        return Quantities.tokens(input, output).toBuilder()
                .set(Unit.CACHE_READ_TOKEN, read)
                .set(Unit.CACHE_WRITE_5M_TOKEN, write5m)
                .set(Unit.CACHE_WRITE_1H_TOKEN, write1h)
                .build();
    }
}
