package io.bedrockmeter.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestMetadataTest {

    private static Map<String, String> many(int count, int length) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            tags.put(String.format("key-%02d", i), "v".repeat(length));
        }
        return tags;
    }

    @Test
    void at_most_sixteen_entries_go_with_a_call_the_callers_own_first() {
        Map<String, String> metadata = RequestMetadata.with(Map.of("own", "stays"), many(30, 3));

        assertThat(metadata).hasSize(16).containsEntry("own", "stays").containsKey("key-14");
    }

    @Test
    void the_callers_own_entry_wins() {
        Map<String, String> metadata = RequestMetadata.with(Map.of("Team", "own"), Map.of("Team", "tag"));

        assertThat(metadata).containsExactly(Map.entry("Team", "own"));
    }

    @Test
    void what_bedrock_would_refuse_is_left_out() {
        Map<String, String> tags = Map.of(
                "ok",
                "a-b.c/d:e_f@g$h#i=j+k,l m",
                "umlaut",
                "ä",
                "quote",
                "\"",
                "k".repeat(257),
                "v",
                "long",
                "v".repeat(257),
                "",
                "v",
                "empty",
                "");

        Map<String, String> metadata = RequestMetadata.with(Map.of(), tags);

        assertThat(metadata).containsOnlyKeys("ok", "empty");
    }

    @Test
    void the_header_stays_within_its_length() {
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 0; i < 16; i++) {
            tags.put(String.format("%02d", i) + "k".repeat(254), "\t".repeat(256));
        }

        Map<String, String> metadata = RequestMetadata.forHeader(tags);

        assertThat(metadata).isNotEmpty();
        assertThat(EventJson.text(metadata).length()).isLessThanOrEqualTo(8_500);
    }

    @Test
    void a_call_with_tags_beyond_the_limits_goes_through_and_the_event_has_them_all() {
        try (Harness harness = new Harness(meter -> meter.defaults(RequestTags.of(many(20, 5))))) {
            harness.bedrock.answerJson("req-1", "{\"usage\":{\"inputTokens\":1,\"outputTokens\":1}}");

            harness.client.converse(Harness.converse());

            harness.meter.close();
            assertThat(harness.meter.counts().metadataLeftOut()).isEqualTo(4);
            assertThat(harness.intake.received()).contains("key-00", "key-19");
        }
    }
}
