package io.bedrockmeter.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.standalone.demo.DemoMessage.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DemoTrafficTest {

    private static final long SEED = 20261121;
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<DemoMessage> messages(Duration step, Duration length) {
        DemoTraffic traffic = new DemoTraffic(SEED, 100, START);
        List<DemoMessage> messages = new ArrayList<>();
        for (Instant now = START; now.isBefore(START.plus(length)); now = now.plus(step)) {
            messages.addAll(traffic.until(now));
        }
        return messages;
    }

    /** What a message says; nothing when it is cut off. */
    private static JsonNode tree(DemoMessage message) {
        try {
            return JSON.readTree(message.json());
        } catch (JsonProcessingException e) {
            return JSON.nullNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWhole(DemoMessage message) {
        return !tree(message).isNull();
    }

    @Test
    void the_same_seed_gives_the_same_bytes_however_often_it_is_asked() {
        List<String> inSteps = messages(Duration.ofMillis(50), Duration.ofSeconds(20)).stream()
                .map(message -> new String(message.json(), StandardCharsets.UTF_8))
                .toList();
        List<String> atOnce = new DemoTraffic(SEED, 100, START)
                .until(START.plus(Duration.ofSeconds(20)).minusMillis(50)).stream()
                        .map(message -> new String(message.json(), StandardCharsets.UTF_8))
                        .toList();

        assertThat(inSteps).isEqualTo(atOnce);
    }

    @Test
    void messages_come_in_order_and_at_the_rate_asked_for() {
        List<DemoMessage> messages = messages(Duration.ofMillis(100), Duration.ofSeconds(60));

        assertThat(messages).isSortedAccordingTo((one, other) -> one.dueAt().compareTo(other.dueAt()));
        Set<String> requests = new HashSet<>();
        messages.stream()
                .filter(message -> message.kind() == Kind.LOG_RECORD && isWhole(message))
                .forEach(message -> requests.add(tree(message).get("requestId").textValue()));
        assertThat(requests).hasSizeBetween(5_000, 6_500);
    }

    @Test
    void everything_that_makes_metering_hard_is_in_it() {
        Map<String, List<JsonNode>> records = new HashMap<>();
        Map<String, Integer> events = new HashMap<>();
        int damaged = 0;
        for (DemoMessage message : messages(Duration.ofMillis(100), Duration.ofSeconds(60))) {
            JsonNode tree = tree(message);
            if (tree.isNull()) {
                damaged++;
            } else if (message.kind() == Kind.LOG_RECORD) {
                records.computeIfAbsent(tree.get("requestId").textValue(), id -> new ArrayList<>())
                        .add(tree);
            } else {
                events.merge(tree.get("type").textValue(), 1, Integer::sum);
            }
        }

        assertThat(damaged).isPositive();
        assertThat(events).containsOnlyKeys("io.bedrockmeter.request-tags.v1", "io.bedrockmeter.usage.v1");
        assertThat(records.values()).anySatisfy(copies -> {
            assertThat(copies).hasSizeGreaterThan(1);
            assertThat(copies.get(0).at("/output/outputTokenCount").asInt()).isZero();
            assertThat(copies.get(1).at("/output/outputTokenCount").asInt()).isPositive();
        });
        assertThat(records.values()).anySatisfy(copies -> {
            assertThat(copies).hasSize(2);
            assertThat(copies.get(0)).isEqualTo(copies.get(1));
        });
        List<JsonNode> all = records.values().stream().flatMap(List::stream).toList();
        assertThat(all).anyMatch(record -> record.path("errorCode").asText().equals("ThrottlingException"));
        assertThat(all)
                .anyMatch(record ->
                        !record.has("errorCode") && !record.at("/input").has("inputTokenCount"));
        assertThat(all)
                .anyMatch(
                        record -> record.at("/input/cacheWriteInputTokenCount").asInt() > 0);
        assertThat(all)
                .anyMatch(record -> record.at("/input/cacheReadInputTokenCount").asInt() > 0);
        assertThat(all).anyMatch(record -> record.has("requestMetadata"));
        assertThat(all).anyMatch(record -> record.get("modelId").textValue().startsWith("acme."));
    }
}
