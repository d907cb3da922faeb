package io.bedrockmeter.standalone.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.UsageOrigin;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that share the partitions of one application, asked over HTTP. */
@KafkaSuite
final class SeveralInstancesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CALLS = 400;
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @Test
    void whoever_is_asked_answers_for_all_and_names_what_is_missing_until_others_took_over(
            KafkaSettings kafka, @TempDir Path directory) throws Exception {
        // Given two instances that hold a part each
        TopicSetup.ensure(kafka);
        try (Instance one = Instance.start(kafka, directory.resolve("one"), freePort());
                Instance other = Instance.start(kafka, directory.resolve("other"), freePort())) {
            send(kafka);
            JsonNode whole = answer(one, SeveralInstancesIT::isWhole);
            assertThat(answer(other, SeveralInstancesIT::isWhole).get("revision"))
                    .isEqualTo(whole.get("revision"));
            assertThat(whole.get("groupCount").asInt()).isEqualTo(20);

            // When one of them is killed
            other.kill();

            // Then the other says what is missing instead of less
            JsonNode partial = answer(one, answer -> answer.get("partial").asBoolean());
            assertThat(partial.at("/missing/0/instance").asText()).isEqualTo(other.address());
            assertThat(partial.at("/missing/0/partitions").size()).isPositive();
            assertThat(requests(partial)).isLessThan(CALLS);
            // And answers for all again once it took over
            assertThat(answer(one, SeveralInstancesIT::isWhole).get("revision")).isEqualTo(whole.get("revision"));
        }
    }

    private static boolean isWhole(JsonNode answer) {
        return !answer.get("partial").asBoolean() && requests(answer) == CALLS;
    }

    private static int requests(JsonNode answer) {
        return answer.at("/total/requests").asInt();
    }

    /** The first answer that is as expected. */
    private static JsonNode answer(Instance instance, Predicate<JsonNode> expected) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> ask(instance), answer -> answer.filter(expected).isPresent())
                .orElseThrow();
    }

    /** Empty while it does not answer with totals. */
    private static Optional<JsonNode> ask(Instance instance) throws InterruptedException {
        URI uri = URI.create("http://" + instance.address() + "/v1/usage?group_by=principal");
        try {
            HttpResponse<String> answer = CLIENT.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? Optional.of(new ObjectMapper().readTree(answer.body()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void send(KafkaSettings kafka) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka.clientConfig(), new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < CALLS; i++) {
                Invocation call = call("call" + i, "user/u" + i % 20);
                producer.send(new ProducerRecord<>(
                        kafka.name(Topics.INVOCATIONS),
                        call.requestId(),
                        Topics.INVOCATIONS.codec().encode(call)));
            }
        }
    }

    private static Invocation call(String requestId, String user) {
        return new Invocation(
                requestId,
                Instant.parse("2026-11-20T12:00:00Z"),
                "111122223333",
                "us-east-1",
                "",
                "Converse",
                "anthropic.claude-sonnet-4-20250514-v1:0",
                "",
                "arn:aws:iam::111122223333:" + user,
                Quantities.tokens(1_000, 200),
                true,
                "",
                false,
                "",
                -1,
                Map.of("Team", "search"),
                UsageOrigin.INVOCATION_LOG,
                "test");
    }
}
