package io.bedrockmeter.ingest.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcerptTest {

    private static final String RECORD = """
            {"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2026-11-20T10:00:00Z","requestId":"r1",\
            "operation":"Converse","modelId":"m","identity":{"arn":"arn:aws:iam::1:role/r","CANARY":"CANARY"},\
            "requestMetadata":{"Team":"search"},"errorMessage":"CANARY","unknown":{"deep":["CANARY"]},\
            "input":{"inputTokenCount":-5,"inputBodyJson":{"messages":[{"content":"CANARY","usage":{"x":1}}]},\
            "inputBodyS3Path":"s3://b/k"},\
            "output":{"outputTokenCount":7,"outputBodyJson":"CANARY","CANARY":7}}""";

    @Test
    void the_envelope_of_a_record_is_kept_and_its_bodies_are_not() {
        assertThat(of(RECORD)).isEqualTo("""
                {"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2026-11-20T10:00:00Z","requestId":"r1",\
                "operation":"Converse","modelId":"m","identity":{"arn":"arn:aws:iam::1:role/r"},\
                "requestMetadata":{"Team":"search"},"input":{"inputTokenCount":-5,"inputBodyS3Path":"s3://b/k"},\
                "output":{"outputTokenCount":7}}""");
    }

    @Test
    void an_event_keeps_its_attributes_tags_and_usage() {
        String event = """
                {"specversion":"1.0","type":"io.bedrockmeter.usage.v1","source":"/g","id":"1","time":"soon",\
                "data":{"requestId":"r","tags":{"Team":"search","n":5},"prompt":"CANARY","cacheWrite1hTokens":3,\
                "usage":{"prompt_tokens":5,"prompt_tokens_details":{"cached_tokens":2},"note":"CANARY"}}}""";

        assertThat(of(event)).isEqualTo("""
                {"specversion":"1.0","type":"io.bedrockmeter.usage.v1","source":"/g","id":"1","time":"soon",\
                "data":{"requestId":"r","tags":{"Team":"search"},"cacheWrite1hTokens":3,\
                "usage":{"prompt_tokens":5,"prompt_tokens_details":{"cached_tokens":2}}}}""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "CANARY", "{\"requestId\":\"r\"", "{\"CANARY\":\"CANARY\"}", "\"CANARY\""})
    void of_what_is_no_complete_object_with_known_fields_nothing_is_kept(String document) {
        assertThat(of(document)).isEmpty();
    }

    @Test
    void long_texts_are_left_out_and_long_excerpts_are_not_kept() {
        assertThat(of("{\"requestId\":\"r\",\"modelId\":\"" + "x".repeat(2_049) + "\"}"))
                .isEqualTo("{\"requestId\":\"r\"}");
        StringBuilder tags = new StringBuilder("{\"requestMetadata\":{");
        for (int i = 0; i < 64; i++) {
            tags.append(i == 0 ? "" : ",")
                    .append("\"k")
                    .append(i)
                    .append("\":\"")
                    .append("v".repeat(256))
                    .append('"');
        }
        assertThat(of(tags + "}}")).isEmpty();
    }

    @Test
    void damaged_documents_leak_no_text_that_stands_where_a_body_stands() {
        long seed = 20261121;
        Random random = new Random(seed);
        byte[] whole = RECORD.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            // Letters and digits only: a name or a count changes, the structure stays.
            int at = random.nextInt(whole.length);
            if (Character.isLetterOrDigit(damaged[at]) && !RECORD.startsWith("CANARY", Math.max(0, at - 5))) {
                damaged[at] = (byte) ('a' + random.nextInt(26));
            }
            assertThat(Excerpt.of(damaged, 0, damaged.length))
                    .as("seed %d, round %d", seed, i)
                    .doesNotContain("CANARY");
        }
    }

    private static String of(String document) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        return Excerpt.of(bytes, 0, bytes.length);
    }
}
