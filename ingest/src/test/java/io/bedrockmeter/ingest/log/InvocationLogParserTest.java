package io.bedrockmeter.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.Unit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a record is believed, and what is refused with which words. */
class InvocationLogParserTest {

    private static final String COUNTS = "\"input\":{\"inputTokenCount\":7},\"output\":{\"outputTokenCount\":9}";

    @Test
    void keys_planted_in_bodies_are_not_believed() {
        // Given
        String planted = """
                {"inputTokenCount":1,"outputTokenCount":1,"cacheReadInputTokenCount":99,"requestId":"forged",
                "identity":{"arn":"arn:aws:iam::999999999999:user/forged"},"modelId":"forged","errorCode":"forged",
                "accountId":"999999999999","requestMetadata":{"team":"forged"},"timestamp":"2021-01-01T00:00:00Z",
                "messages":[{"usage":{"inputTokens":1},"input":{"inputTokenCount":1}}],
                "performanceConfig":{"latency":"optimized"},"serviceTier":{"type":"flex"},"usage":{"inputTokens":1}}""";
        String record = Records.record(
                "{\"inputBodyJson\":" + planted + ",\"inputTokenCount\":7}",
                "{\"outputBodyJson\":{\"content\":[" + planted + "],\"metadata\":" + planted
                        + "},\"outputTokenCount\":9}");
        // When
        ParseResult.Parsed parsed = Records.parsed(record);
        // Then
        assertThat(parsed.countsDisagree()).isFalse();
        assertThat(parsed.invocation())
                .isEqualTo(Records.parsed(Records.with(COUNTS)).invocation());
    }

    @Test
    void the_order_of_keys_does_not_matter() {
        String record = """
                {"output":{"outputTokenCount":9},"input":{"inputTokenCount":7},"modelId":"amazon.nova-micro-v1:0",
                "operation":"Converse","requestId":"r-1","region":"us-east-1","accountId":"111122223333",
                "timestamp":"2026-09-08T12:10:33Z","schemaVersion":"1.0","schemaType":"ModelInvocationLog"}""";

        assertThat(Records.parsed(record)).isEqualTo(Records.parsed(Records.with(COUNTS)));
    }

    @Test
    void a_key_said_twice_with_the_same_value_is_accepted() {
        Invocation invocation = invocation(Records.with("\"requestId\":\"r-1\"," + COUNTS + "," + COUNTS));

        assertThat(invocation.quantities()).isEqualTo(Quantities.tokens(7, 9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "requestId      | \"requestId\":\"other\"",
                "identity.arn   | \"identity\":{\"arn\":\"arn:a\"},\"identity\":{\"arn\":\"arn:b\"}",
                "input.inputTokenCount | \"input\":{\"inputTokenCount\":8}",
                "requestMetadata.\"k\" | \"requestMetadata\":{\"k\":\"a\",\"k\":\"b\"}",
                "output.outputImagesCount | \"output\":{\"outputImagesCount\":1,\"outputImagesCount\":2}"
            })
    void a_key_said_twice_with_different_values_is_refused(String field, String members) {
        Rejection rejection = Records.refused(Records.with(COUNTS + "," + members));

        assertThat(rejection.code()).isEqualTo(RejectionCode.INVALID_FIELD);
        assertThat(rejection.field()).isEqualTo(field);
        assertThat(rejection.reason()).contains("twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"requestId", "timestamp", "region", "operation", "modelId"})
    void every_required_field_is_named_when_missing_null_empty_or_no_string(String field) {
        String record = Records.line("r-1", 1);

        assertThat(refusedWith(record, field, null)).isEqualTo(RejectionCode.MISSING_FIELD);
        assertThat(refusedWith(record, field, "null")).isEqualTo(RejectionCode.MISSING_FIELD);
        assertThat(refusedWith(record, field, "\"\"")).isEqualTo(RejectionCode.INVALID_FIELD);
        assertThat(refusedWith(record, field, "\"  \"")).isEqualTo(RejectionCode.INVALID_FIELD);
        assertThat(refusedWith(record, field, "5")).isEqualTo(RejectionCode.INVALID_FIELD);
        assertThat(refusedWith(record, field, "{\"a\":1}")).isEqualTo(RejectionCode.INVALID_FIELD);
    }

    private static RejectionCode refusedWith(String record, String field, @Nullable String value) {
        String changed = record.replaceFirst(
                "\"" + field + "\":\"[^\"]*\"", value == null ? "\"x\":0" : "\"" + field + "\":" + value);
        Rejection rejection = Records.refused(changed);
        assertThat(rejection.field()).isEqualTo(field);
        assertThat(rejection.reason()).contains(field);
        assertThat(rejection.requestId()).isEqualTo(field.equals("requestId") ? "" : "r-1");
        return rejection.code();
    }

    @Test
    void a_record_without_schema_type_is_accepted_and_one_of_another_type_is_not() {
        assertThat(Records.parse(Records.line("r", 1).replace(",\"schemaType\":\"ModelInvocationLog\"", "")))
                .isInstanceOf(ParseResult.Parsed.class);
        assertThat(Records.refused(Records.line("r", 1).replace("ModelInvocationLog", "Other"))
                        .code())
                .isEqualTo(RejectionCode.NOT_AN_INVOCATION_RECORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[1]", "1", "\"text\"", "null", "true", "{}", "{\"a\":{\"modelId\":\"x\"}}"})
    void json_that_is_no_record_is_refused_as_such(String json) {
        assertThat(Records.refused(json).code()).isEqualTo(RejectionCode.NOT_AN_INVOCATION_RECORD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "garbage",
                "{",
                "{\"a\"",
                "{\"modelId\":\"x\"",
                "{\"a\":01}",
                "{'a':1}",
                "{}}",
                "{} {}"
            })
    void what_is_no_json_is_refused_as_malformed(String text) {
        assertThat(Records.refused(text).code()).isEqualTo(RejectionCode.MALFORMED_JSON);
    }

    @Test
    void a_record_that_is_cut_off_says_so_with_its_request_id() {
        String record = Records.line("r-9", 1);

        Rejection rejection = Records.refused(record.substring(0, record.length() - 40));

        assertThat(rejection.code()).isEqualTo(RejectionCode.MALFORMED_JSON);
        assertThat(rejection.reason()).contains("cut off");
        assertThat(rejection.requestId()).isEqualTo("r-9");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09-08T12:10:33Z,          2026-09-08T12:10:33Z",
        "2026-09-08T12:10:33.456Z,      2026-09-08T12:10:33.456Z",
        "2026-09-08T12:10:33.456789Z,   2026-09-08T12:10:33.456Z",
        "2026-09-08T14:10:33+02:00,     2026-09-08T12:10:33Z",
        "2026-09-08T06:40:33.5-05:30,   2026-09-08T12:10:33.500Z",
        "2020-01-01T00:00:00Z,          2020-01-01T00:00:00Z",
        "2024-02-29T00:00:00Z,          2024-02-29T00:00:00Z",
        "2026-11-21T02:00:00Z,          2026-11-21T02:00:00Z"
    })
    void times_are_read_in_every_iso_form(String text, Instant expected) {
        assertThat(invocation(at(text)).timestamp()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-09-08",
                "2026-09-08T12:10:33",
                "2026-09-08 12:10:33Z",
                "2026-13-08T12:10:33Z",
                "2026-02-29T12:10:33Z",
                "2026-09-08T24:10:33Z",
                "2026-09-08T12:60:33Z",
                "2026-09-08T12:10:60Z",
                "1788869433",
                "yesterday",
                "+999999999-01-01T00:00:00Z"
            })
    void what_is_no_time_is_refused(String text) {
        assertThat(Records.refused(at(text)).field()).isEqualTo("timestamp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2019-12-31T23:59:59Z",
                "1970-01-01T00:00:00Z",
                "2026-11-21T02:00:00.001Z",
                "2100-01-01T00:00:00Z",
                "2101-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z"
            })
    void a_time_that_cannot_be_is_out_of_range(String text) {
        assertThat(Records.refused(at(text)).code()).isEqualTo(RejectionCode.TIMESTAMP_OUT_OF_RANGE);
    }

    @ParameterizedTest
    @CsvSource({
        "5,5",
        "5.0,5",
        "1e3,1000",
        "1.5e1,15",
        "0,0",
        "-0,0",
        "0.0,0",
        "1000000000000,1000000000000",
        "1e12,1000000000000",
        "10e-1,1"
    })
    void whole_numbers_are_read_however_they_are_written(String text, long expected) {
        assertThat(invocation(Records.record("{\"inputTokenCount\":" + text + "}", "{}"))
                        .quantities()
                        .inputTokens())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1.5",
                "1e-1",
                "1000000000001",
                "1e13",
                "1e999999999",
                "1e-999999999",
                "\"5\"",
                "true",
                "{}",
                "[]",
                "[5]",
                "99999999999999999999999999999999",
                "0.00000000000000000000000000000000000000",
                "{\"a\":[1]}"
            })
    void what_is_no_count_is_refused_with_its_path(String value) {
        for (String name : new String[] {"inputTokenCount", "cacheReadInputTokenCount", "cacheWriteInputTokenCount"}) {
            Rejection rejection = Records.refused(Records.record("{\"" + name + "\":" + value + "}", "{}"));

            assertThat(rejection.code()).isEqualTo(RejectionCode.INVALID_FIELD);
            assertThat(rejection.field()).isEqualTo("input." + name);
        }
        assertThat(Records.refused(Records.record("{}", "{\"outputTokenCount\":" + value + "}"))
                        .field())
                .isEqualTo("output.outputTokenCount");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anthropic.claude-3-haiku-20240307-v1:0",
                "us.anthropic.claude-sonnet-4-6",
                "global.anthropic.claude-opus-4-7-v1",
                "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
                "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
                "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-lite-v1:0",
                "arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/p24qm5pye2qr",
                "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abcdefghijkl",
                "arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.titan-text-lite-v1/abcdefghijkl",
                "arn:aws:bedrock:us-east-1:111122223333:imported-model/abcdefghijkl",
                "arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/abcdefghijkl",
                "arn:aws:bedrock:us-east-1:111122223333:prompt/ABCDEFGHIJ:1",
                "arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:default-prompt-router/x:1",
                "arn:aws:sagemaker:us-east-1:111122223333:endpoint/my-endpoint"
            })
    void every_form_of_model_id_passes_through(String modelId) {
        assertThat(invocation(Records.with(COUNTS).replace("amazon.nova-micro-v1:0", modelId))
                        .modelId())
                .isEqualTo(modelId);
    }

    @Test
    void the_account_is_found_in_the_field_then_the_principal_then_the_model() {
        String record = Records.with(COUNTS + ",\"identity\":{\"arn\":\"arn:aws:iam::222222222222:user/u\"}")
                .replace("amazon.nova-micro-v1:0", "arn:aws:bedrock:us-east-1:333333333333:inference-profile/us.x.y");
        String withoutField = record.replace("\"accountId\":\"111122223333\",", "");

        assertThat(invocation(record).accountId()).isEqualTo("111122223333");
        assertThat(invocation(withoutField).accountId()).isEqualTo("222222222222");
        assertThat(invocation(withoutField.replace("arn:aws:iam::222222222222:user/u", "root"))
                        .accountId())
                .isEqualTo("333333333333");
        assertThat(invocation(Records.with(COUNTS).replace("\"accountId\":\"111122223333\",", ""))
                        .accountId())
                .isEmpty();
    }

    @Test
    void request_metadata_of_up_to_sixty_four_entries_is_kept_and_more_is_refused() {
        assertThat(invocation(metadata(64)).requestMetadata()).hasSize(64);
        assertThat(Records.refused(metadata(65)).field()).isEqualTo("requestMetadata");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "null", "{}", "[\"a\"]", "{\"a\":{\"b\":[]}}"})
    void request_metadata_other_than_strings_is_refused(String value) {
        Rejection rejection =
                Records.refused(Records.with("\"requestMetadata\":{\"ok\":\"v\",\"team\":" + value + "}"));

        assertThat(rejection.field()).isEqualTo("requestMetadata.\"team\"");
        assertThat(Records.refused(Records.with("\"requestMetadata\":[1]")).field())
                .isEqualTo("requestMetadata");
    }

    @Test
    void absent_input_output_and_metadata_mean_nothing_was_counted() {
        Invocation invocation = invocation(Records.with(
                "\"input\":null,\"output\":{},\"requestMetadata\":null,\"identity\":null,\"errorCode\":\"X\""));

        assertThat(invocation.quantities()).isEqualTo(Quantities.NONE);
        assertThat(invocation.errorCode()).isEqualTo("X");
        assertThat(invocation.requestMetadata()).isEqualTo(Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"s\"", "1", "[]", "false"})
    void input_and_output_must_be_objects(String value) {
        assertThat(Records.refused(Records.record(value, "{}")).field()).isEqualTo("input");
        assertThat(Records.refused(Records.record("{}", value)).field()).isEqualTo("output");
    }

    @Test
    void all_problems_are_told_at_once() {
        Rejection rejection = Records.refused(Records.record("{\"inputTokenCount\":-1}", "{\"outputTokenCount\":\"2\"}")
                .replace("us-east-1", ""));

        assertThat(rejection.reason()).contains("region", "input.inputTokenCount", "output.outputTokenCount");
    }

    @Test
    void what_is_quoted_is_short_and_printable() {
        Rejection rejection = Records.refused(at("x\\n\\u0000" + "y".repeat(40)));

        assertThat(rejection.reason()).contains("\"x??yyy").doesNotContain("\n");
        assertThat(Records.refused(at("z".repeat(5_000))).reason()).hasSizeLessThan(200);
    }

    @Test
    void bodies_may_be_deep_and_the_envelope_may_not() {
        String deep = "[".repeat(900) + "]".repeat(900);
        String deeper = "[".repeat(1_200) + "]".repeat(1_200);

        assertThat(Records.parse(Records.record("{\"inputBodyJson\":" + deep + "}", "{}")))
                .isInstanceOf(ParseResult.Parsed.class);
        assertThat(Records.refused(Records.record("{\"inputBodyJson\":" + deeper + "}", "{}"))
                        .code())
                .isEqualTo(RejectionCode.TOO_LARGE);
        assertThat(Records.refused(Records.with("\"extra\":" + "[".repeat(40) + "]".repeat(40)))
                        .field())
                .isEqualTo("\"extra\"");
        assertThat(Records.parse(Records.with("\"extra\":" + "[".repeat(30) + "1" + "]".repeat(30))))
                .isInstanceOf(ParseResult.Parsed.class);
    }

    @Test
    void long_names_numbers_and_strings_in_a_prompt_do_not_escape_metering() {
        String body = "{\"" + "n".repeat(100_000) + "\":" + "9".repeat(5_000) + ",\"text\":\"" + "t".repeat(300_000)
                + "\",\"f\":0." + "1".repeat(5_000) + "}";

        Invocation invocation =
                invocation(Records.record("{\"inputBodyJson\":" + body + ",\"inputTokenCount\":7}", "{}"));

        assertThat(invocation.quantities().inputTokens()).isEqualTo(7);
    }

    @Test
    void a_string_that_is_read_has_a_limit() {
        Rejection rejection = Records.refused(Records.with(COUNTS)
                .replace("\"operation\":\"Converse\"", "\"operation\":\"" + "o".repeat(70_000) + "\""));

        assertThat(rejection.code()).isEqualTo(RejectionCode.INVALID_FIELD);
        assertThat(rejection.field()).isEqualTo("operation");
        assertThat(rejection.requestId()).isEqualTo("r-1");
    }

    @Test
    void a_record_beyond_the_configured_size_is_too_large() {
        byte[] record = Records.line("r", 1).getBytes(StandardCharsets.UTF_8);

        ParseResult result =
                new InvocationLogParser(Records.CLOCK, record.length - 1).parse(record, 0, record.length, "test");

        assertThat(((ParseResult.Refused) result).rejection().code()).isEqualTo(RejectionCode.TOO_LARGE);
    }

    @Test
    void only_the_given_range_of_the_buffer_is_read() {
        byte[] buffer = ("xx" + Records.line("r", 5) + "yy").getBytes(StandardCharsets.UTF_8);

        ParseResult result = new InvocationLogParser(Records.CLOCK).parse(buffer, 2, buffer.length - 4, "test");

        assertThat(result).isInstanceOf(ParseResult.Parsed.class);
    }

    @Test
    void images_video_audio_and_search_are_counted_where_given() {
        Quantities quantities = invocation(
                        Records.record("{\"audioInputDurationSeconds\":1.5,\"videoInputDurationSeconds\":2}", """
                        {"outputImagesCount":3,"outputVideoDurationSeconds":6.04,"outputAudioDurationSeconds":0.0004,
                        "searchUnits":2}"""))
                .quantities();

        assertThat(quantities.get(Unit.INPUT_AUDIO_MS)).isEqualTo(1_500);
        assertThat(quantities.get(Unit.INPUT_VIDEO_MS)).isEqualTo(2_000);
        assertThat(quantities.get(Unit.OUTPUT_IMAGE)).isEqualTo(3);
        assertThat(quantities.get(Unit.OUTPUT_VIDEO_MS)).isEqualTo(6_040);
        assertThat(quantities.get(Unit.OUTPUT_AUDIO_MS)).isZero();
        assertThat(quantities.get(Unit.SEARCH_UNIT)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "\"6\"", "1e10", "1e999999999", "{}"})
    void a_duration_that_cannot_be_is_refused(String value) {
        assertThat(Records.refused(Records.record("{}", "{\"outputVideoDurationSeconds\":" + value + "}"))
                        .field())
                .isEqualTo("output.outputVideoDurationSeconds");
    }

    @Test
    void tier_latency_and_optimisation_are_read_from_the_answer_and_the_envelope() {
        Invocation converse = invocation(Records.record("{}", """
                {"outputBodyJson":{"performanceConfig":{"latency":"optimized"},"serviceTier":{"type":"flex"},
                "metrics":{"latencyMs":12}}}"""));
        Invocation chat = invocation(Records.record("{}", "{\"outputBodyJson\":{\"service_tier\":\"priority\"}}"));
        Invocation envelope = invocation(Records.with("\"performanceConfig\":{\"latency\":\"optimized\"}"));

        assertThat(converse.latencyOptimized()).isTrue();
        assertThat(converse.serviceTier()).isEqualTo("flex");
        assertThat(converse.latencyMs()).isEqualTo(12);
        assertThat(chat.serviceTier()).isEqualTo("priority");
        assertThat(envelope.latencyOptimized()).isTrue();
        assertThat(invocation(Records.record("{}", "{\"outputBodyJson\":{\"service_tier\":\"auto\"}}"))
                        .serviceTier())
                .isEmpty();
    }

    private static String at(String timestamp) {
        return Records.with(COUNTS).replace("2026-09-08T12:10:33Z", timestamp);
    }

    private static String metadata(int entries) {
        return Records.with(IntStream.range(0, entries)
                .mapToObj(i -> "\"k" + i + "\":\"v\"")
                .collect(Collectors.joining(",", "\"requestMetadata\":{", "}")));
    }

    private static Invocation invocation(String record) {
        return Records.parsed(record).invocation();
    }
}
