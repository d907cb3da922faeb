package io.bedrockmeter.ingest.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.log.Records;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UsageOrigin;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What events say, and what is refused of them. */
class CloudEventParserTest {

    @Test
    void a_tag_event_says_all_it_can() {
        EventResult result = parse(tags("""
                {"requestId":"r-1","tags":{"Team":"search","CostCenter":"4711"},"projectId":"proj_1",
                "profileArn":"arn:aws:bedrock:us-east-1:1:application-inference-profile/x","serviceTier":"flex",
                "cacheWrite1hTokens":12}"""));

        assertThat(result)
                .isEqualTo(new EventResult.Tags(new TagEvent(
                        "r-1",
                        Map.of("Team", "search", "CostCenter", "4711"),
                        "proj_1",
                        "arn:aws:bedrock:us-east-1:1:application-inference-profile/x",
                        "flex",
                        12,
                        true,
                        "gateway",
                        "e-1",
                        Instant.parse("2026-09-08T12:00:00Z"))));
    }

    @Test
    void a_tag_event_without_time_was_made_at_the_epoch() {
        String event = tags("{\"requestId\":\"r\",\"tags\":{\"a\":\"b\"}}").replace("\"time\"", "\"other\"");

        assertThat(((EventResult.Tags) parse(event)).event().time()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void whether_the_sender_was_authenticated_is_kept() {
        byte[] event = tags("{\"requestId\":\"r\",\"tags\":{\"a\":\"b\"}}").getBytes(UTF_8);

        List<EventResult> results = new CloudEventParser(Records.CLOCK).parse(event, 0, event.length, false, "http");

        assertThat(((EventResult.Tags) results.get(0)).event().authenticated()).isFalse();
    }

    @Test
    void a_batch_gives_a_result_for_each_event() {
        byte[] batch = ("[" + tags("{\"requestId\":\"r\",\"tags\":{\"a\":\"b\"}}") + ",7,"
                        + usage("{\"inputTokens\":1}") + "]")
                .getBytes(UTF_8);

        List<EventResult> results = new CloudEventParser(Records.CLOCK).parse(batch, 0, batch.length, true, "x");

        assertThat(results)
                .hasExactlyElementsOfTypes(EventResult.Tags.class, EventResult.Refused.class, EventResult.Usage.class);
        assertThat(new CloudEventParser(Records.CLOCK).parse("[]".getBytes(UTF_8), 0, 2, true, "x"))
                .isEmpty();
    }

    @Test
    void a_usage_event_is_an_invocation_and_a_tag_event() {
        EventResult.Usage usage = (EventResult.Usage)
                parse(
                        usage(
                                "{\"inputTokens\":10,\"outputTokens\":20,\"cacheReadTokens\":30,\"cacheWriteTokens\":40,\"cacheWrite1hTokens\":15}"));

        Invocation invocation = usage.invocation();
        assertThat(invocation.requestId()).isEqualTo("r-1");
        assertThat(invocation.timestamp()).isEqualTo(Instant.parse("2026-09-08T12:00:00Z"));
        assertThat(invocation.modelId()).isEqualTo("openai.gpt-oss-120b");
        assertThat(invocation.region()).isEqualTo("us-east-1");
        assertThat(invocation.accountId()).isEqualTo("111122223333");
        assertThat(invocation.operation()).isEqualTo("Responses");
        assertThat(invocation.origin()).isEqualTo(UsageOrigin.USAGE_EVENT);
        assertThat(invocation.source()).isEqualTo("file:events");
        assertThat(invocation.quantities()).isEqualTo(quantities(10, 20, 30, 25, 15));
        assertThat(invocation.cacheTtlKnown()).isTrue();
        assertThat(usage.event().projectId()).isEqualTo("proj_1");
        assertThat(usage.event().cacheWrite1hTokens()).isEqualTo(15);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'inputTokens':10,'outputTokens':2}                                                  | 10 | 2 | 0 | 0 | 0",
                "{'inputTokens':10,'cacheReadInputTokens':3,'cacheWriteInputTokens':4}                | 10 | 0 | 3 | 4 | 0",
                "{'input_tokens':10,'output_tokens':2,'input_tokens_details':{'cached_tokens':4}}     | 6  | 2 | 4 | 0 | 0",
                "{'prompt_tokens':10,'completion_tokens':2,'total_tokens':12,'prompt_tokens_details':{'cached_tokens':4,'cache_write_tokens':1}} | 5 | 2 | 4 | 1 | 0",
                "{'input_tokens':10,'output_tokens':2,'cache_read_input_tokens':4,'cache_creation_input_tokens':5,'cache_creation':{'ephemeral_1h_input_tokens':5}} | 10 | 2 | 4 | 0 | 5",
                "{'outputTokens':2.0}                                                                 | 0  | 2 | 0 | 0 | 0",
                "{'inputTokens':1,'cacheWrite1hTokens':7}                                             | 1  | 0 | 0 | 0 | 7"
            })
    void usage_of_every_shape_is_normalised(
            String usage, long input, long output, long read, long write5m, long write1h) {
        EventResult.Usage result = (EventResult.Usage) parse(usage(usage.replace('\'', '"')));

        assertThat(result.invocation().quantities()).isEqualTo(quantities(input, output, read, write5m, write1h));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "5",
                "null",
                "{'inputTokens':-1}",
                "{'inputTokens':'5'}",
                "{'inputTokens':1.5}",
                "{'inputTokens':1e13}",
                "{'prompt_tokens':1,'prompt_tokens_details':{'cached_tokens':2}}",
                "{'inputTokens':1,'cacheWriteTokens':1,'cacheWrite1hTokens':2}"
            })
    void usage_that_cannot_be_is_refused(String usage) {
        Rejection rejection = refused(usage(usage.replace('\'', '"')));

        assertThat(rejection.field()).startsWith("data.usage");
        assertThat(rejection.requestId()).isEqualTo("r-1");
    }

    @ParameterizedTest
    @CsvSource({
        "time,MISSING_FIELD",
        "data,MISSING_FIELD",
        "id,MISSING_FIELD",
        "source,MISSING_FIELD",
        "specversion,MISSING_FIELD"
    })
    void a_usage_event_names_the_attribute_that_is_missing(String attribute, RejectionCode code) {
        Rejection rejection =
                refused(usage("{\"inputTokens\":1}").replace("\"" + attribute + "\":", "\"x-" + attribute + "\":"));

        assertThat(rejection.code()).isEqualTo(code);
        assertThat(rejection.field()).isEqualTo(attribute);
    }

    @ParameterizedTest
    @CsvSource({"model,data.model", "region,data.region", "requestId,data.requestId", "usage,data.usage"})
    void a_usage_event_names_the_data_that_is_missing(String key, String field) {
        Rejection rejection = refused(usage("{\"inputTokens\":1}").replace("\"" + key + "\":", "\"x\":"));

        assertThat(rejection.code()).isEqualTo(RejectionCode.MISSING_FIELD);
        assertThat(rejection.field()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2019-01-01T00:00:00Z     | TIMESTAMP_OUT_OF_RANGE",
                "2026-11-21T02:00:01Z     | TIMESTAMP_OUT_OF_RANGE",
                "yesterday                | INVALID_FIELD"
            })
    void a_time_that_cannot_be_is_refused(String time, RejectionCode code) {
        assertThat(refused(usage("{\"inputTokens\":1}").replace("2026-09-08T12:00:00Z", time))
                        .code())
                .isEqualTo(code);
    }

    @Test
    void a_tag_event_from_the_future_is_refused_because_it_would_win_for_ever() {
        String event = tags("{\"requestId\":\"r\",\"tags\":{\"a\":\"b\"}}").replace("2026-09-08", "2026-12-08");

        assertThat(refused(event).code()).isEqualTo(RejectionCode.TIMESTAMP_OUT_OF_RANGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'tags':{'a':'b'}}                             | data.requestId",
                "{'requestId':'','tags':{'a':'b'}}              | data.requestId",
                "{'requestId':5,'tags':{'a':'b'}}               | data.requestId",
                "{'requestId':'r'}                              | data.tags",
                "{'requestId':'r','tags':{}}                    | data.tags",
                "{'requestId':'r','tags':[]}                    | data.tags",
                "{'requestId':'r','tags':{'a':5}}               | data.tags.\"a\"",
                "{'requestId':'r','tags':{' ':'b'}}             | data.tags.\" \"",
                "{'requestId':'r','projectId':7}                | data.projectId",
                "{'requestId':'r','cacheWrite1hTokens':-2}      | data.cacheWrite1hTokens"
            })
    void a_damaged_tag_event_names_the_field(String data, String field) {
        assertThat(refused(tags(data.replace('\'', '"'))).field()).isEqualTo(field);
    }

    @Test
    void sixty_four_tags_are_accepted_and_more_refused() {
        assertThat(parse(tags("{\"requestId\":\"r\",\"tags\":{" + manyTags(64) + "}}")))
                .isInstanceOf(EventResult.Tags.class);
        assertThat(refused(tags("{\"requestId\":\"r\",\"tags\":{" + manyTags(65) + "}}"))
                        .field())
                .isEqualTo("data.tags");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "5",
                "null",
                "\"x\"",
                "{\"requestId\":\"r\",\"tags\":{}}",
                "{\"specversion\":\"1.0\",\"type\":\"com.other\"}"
            })
    void what_is_no_event_of_ours_is_refused_as_such(String json) {
        assertThat(refused(json).code()).isEqualTo(RejectionCode.NOT_AN_EVENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "junk",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "{\"a\":1111111111111111111111111111111111111}",
                "{\"a\":-266E17199922746877}"
            })
    void what_is_no_json_is_refused_as_malformed(String text) {
        assertThat(refused(text).code()).isEqualTo(RejectionCode.MALFORMED_JSON);
    }

    @Test
    void another_version_of_cloud_events_is_refused() {
        assertThat(refused(tags("{\"requestId\":\"r\",\"tags\":{\"a\":\"b\"}}").replace("\"1.0\"", "\"0.3\""))
                        .field())
                .isEqualTo("specversion");
    }

    private static String manyTags(int count) {
        StringBuilder tags = new StringBuilder("\"k0\":\"v\"");
        for (int i = 1; i < count; i++) {
            tags.append(",\"k").append(i).append("\":\"v\"");
        }
        return tags.toString();
    }

    private static String tags(String data) {
        return """
                {"specversion":"1.0","id":"e-1","source":"gateway","type":"io.bedrockmeter.request-tags.v1",
                "time":"2026-09-08T12:00:00Z","data":%s}""".formatted(data);
    }

    private static String usage(String usage) {
        return """
                {"specversion":"1.0","id":"e-1","source":"gateway","type":"io.bedrockmeter.usage.v1",
                "time":"2026-09-08T12:00:00Z","data":{"requestId":"r-1","projectId":"proj_1","accountId":"111122223333",
                "model":"openai.gpt-oss-120b","region":"us-east-1","operation":"Responses","usage":%s}}""".formatted(usage);
    }

    private static Quantities quantities(long input, long output, long read, long write5m, long write1h) {
        return Quantities.tokens(input, output).toBuilder()
                .set(Unit.CACHE_READ_TOKEN, read)
                .set(Unit.CACHE_WRITE_5M_TOKEN, write5m)
                .set(Unit.CACHE_WRITE_1H_TOKEN, write1h)
                .build();
    }

    private static EventResult parse(String event) {
        byte[] bytes = event.getBytes(UTF_8);
        return new CloudEventParser(Records.CLOCK)
                .parse(bytes, 0, bytes.length, true, "file:events")
                .get(0);
    }

    private static Rejection refused(String event) {
        EventResult result = parse(event);
        assertThat(result).isInstanceOf(EventResult.Refused.class);
        return ((EventResult.Refused) result).rejection();
    }
}
