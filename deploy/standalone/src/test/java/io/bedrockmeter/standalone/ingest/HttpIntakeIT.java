package io.bedrockmeter.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.http.HttpIntake;
import io.bedrockmeter.ingest.http.HttpIntakeConfig;
import io.bedrockmeter.runtime.http.HttpConfig;
import io.bedrockmeter.runtime.http.HttpFace;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Usage over HTTP on a real broker. */
@KafkaSuite
final class HttpIntakeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PER_REQUEST = 500;

    private final KafkaSettings kafka;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpIntake intake;
    private HttpFace face;

    HttpIntakeIT(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void start() {
        intake = HttpIntake.open(vertx, HttpIntakeConfig.of("it", Optional.empty()), kafka, new SimpleMeterRegistry());
        face = HttpFace.start(
                vertx, HttpConfig.of("127.0.0.1", 0, "ingest.http.port"), intake.access(), intake.routes());
    }

    @AfterEach
    void stop() {
        face.close();
        intake.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void what_was_acknowledged_is_committed_once_and_requests_share_transactions() {
        int single = 200;
        int batches = 40;
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < single; i++) {
            answers.add(send("application/cloudevents+json", event("single-" + i)));
        }
        for (int i = 0; i < batches; i++) {
            answers.add(send("application/cloudevents-batch+json", batch("batch-" + i)));
        }

        List<Integer> statuses = answers.stream()
                .map(answer -> answer.join().statusCode())
                .distinct()
                .toList();

        assertThat(statuses).containsExactlyInAnyOrder(204, 200);
        int expected = single + batches * PER_REQUEST;
        assertThat(committed(expected))
                .extracting(TagEvent::requestId)
                .doesNotHaveDuplicates()
                .hasSize(expected);
        assertThat(intake.counters().tagEvents()).isEqualTo(expected);
        assertThat(intake.counters().committedRequests()).isEqualTo(single + batches);
        assertThat(intake.counters().commits()).isLessThan((single + batches) / 2);
    }

    private CompletableFuture<HttpResponse<String>> send(String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + face.port() + "/v1/events"))
                .header("Content-Type", type)
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    private static String batch(String prefix) {
        return IntStream.range(0, PER_REQUEST)
                .mapToObj(i -> event(prefix + "-" + i))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String event(String id) {
        return """
                {"specversion":"1.0","type":"io.bedrockmeter.request-tags.v1","source":"/it","id":"%s",\
                "data":{"requestId":"%s","tags":{"Team":"search"}}}""".formatted(id, id);
    }

    private List<TagEvent> committed(int count) {
        Map<String, Object> config = kafka.clientConfig();
        config.put("isolation.level", "read_committed");
        String topic = kafka.name(Topics.TAG_EVENTS);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<TagEvent> found = new ArrayList<>();
            Instant deadline = Instant.now().plus(PATIENCE);
            boolean end = false;
            while (!end && Instant.now().isBefore(deadline)) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> found.add(Topics.TAG_EVENTS.codec().decode(record.value())));
                end = found.size() >= count
                        && consumer.endOffsets(partitions).entrySet().stream()
                                .allMatch(last -> consumer.position(last.getKey()) >= last.getValue());
            }
            return found;
        }
    }
}
