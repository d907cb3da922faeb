package io.bedrockmeter.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldScannerTest {

    private final Map<String, String> found = new TreeMap<>();
    private final FieldScanner scanner = new FieldScanner(
            Map.of("usage", 40, "tier", 40),
            (name, json, length) -> found.put(name, new String(json, 0, length, StandardCharsets.UTF_8)));

    private void scan(String text) {
        scanner.accept(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void only_names_at_the_top_count() {
        scan(
                "{\"a\":{\"usage\":1},\"b\":[{\"usage\":2}],\"c\":\"\\\"usage\\\":3\",\"usage\" : {\"n\":[4]},\"tier\":5}");

        assertThat(found).containsExactly(Map.entry("tier", "5"), Map.entry("usage", " {\"n\":[4]}"));
        assertThat(scanner.closed()).isTrue();
    }

    @Test
    void values_over_their_limit_are_passed_over() {
        scan("{\"usage\":\"" + "x".repeat(100) + "\",\"tier\":1}");

        assertThat(found).containsExactly(Map.entry("tier", "1"));
    }

    @Test
    void an_object_that_breaks_off_is_not_complete() {
        scan("{\"tier\":1,\"usage\":{\"n\":1}");

        assertThat(found).containsExactly(Map.entry("tier", "1"));
        assertThat(scanner.closed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void any_bytes_in_any_pieces_do_no_harm(long seed) {
        Random random = new Random(seed);
        byte[] alphabet = "{}[]\",:\\usage1 ".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(alphabet.length)];
            }
            AnswerFacts facts = new AnswerFacts(Operation.values()[random.nextInt(4)]);
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(30));
                facts.accept(ByteBuffer.wrap(bytes, at, length));
                at += length;
            }

            assertThat(facts.counts().input).as("seed %d", seed).isGreaterThanOrEqualTo(TokenCounts.ABSENT);
        }
    }
}
