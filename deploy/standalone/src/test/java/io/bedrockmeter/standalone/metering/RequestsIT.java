package io.bedrockmeter.standalone.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.UsageOrigin;
import io.bedrockmeter.schemas.topics.Topic;
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

/** Single requests, asked of two processes that remember half of them each. */
@KafkaSuite
final class RequestsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CALLS = 12;
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @Test
    void both_tell_the_same_of_every_request_with_all_lines_of_its_ledger(KafkaSettings kafka, @TempDir Path directory)
            throws Exception {
        TopicSetup.ensure(kafka);
        try (Instance one = Instance.start(kafka, directory.resolve("one"), freePort());
                Instance other = Instance.start(kafka, directory.resolve("other"), freePort())) {
            // A call long ago, as a backfill brings it, and one of now; the latter is tagged once it is entered.
            for (int i = 0; i < CALLS; i++) {
                send(
                        kafka,
                        Topics.INVOCATIONS,
                        "call" + i,
                        call("call" + i, Instant.now().minus(Duration.ofDays(3))));
            }
            send(kafka, Topics.INVOCATIONS, "tagged", call("tagged", Instant.now()));
            await(one, "tagged", answer -> answer.get("inForce").size() == 1);
            send(kafka, Topics.TAG_EVENTS, "tagged", tagged());

            JsonNode tagged = await(
                    one, "tagged", answer -> answer.at("/inForce/0/revision").asInt() == 2 && isComplete(answer));

            assertThat(tagged.get("ledger").findValuesAsText("sign")).containsExactly("1", "-1", "1");
            assertThat(tagged.at("/ledger/0/where").asText()).contains(kafka.name(Topics.LEDGER));
            assertThat(tagged.at("/invocations/0/where").asText()).contains(kafka.name(Topics.INVOCATIONS));
            assertThat(tagged.at("/tagEvents/0/tags/Team").asText()).isEqualTo("search");
            for (int i = 0; i < CALLS; i++) {
                JsonNode here = await(one, "call" + i, RequestsIT::isComplete);
                JsonNode there = await(other, "call" + i, RequestsIT::isComplete);
                assertThat(there).isEqualTo(here);
                assertThat(here.get("ledger")).hasSize(1);
            }
            HttpResponse<String> unknown = get(one, "never-seen");
            assertThat(unknown.statusCode()).isEqualTo(404);
        }
    }

    private static boolean isComplete(JsonNode answer) {
        return answer.at("/search/complete").asBoolean();
    }

    private static JsonNode await(Instance instance, String requestId, Predicate<JsonNode> expected) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> ask(instance, requestId),
                        answer -> answer.filter(expected).isPresent())
                .orElseThrow();
    }

    /** Empty while it does not answer. */
    private static Optional<JsonNode> ask(Instance instance, String requestId) throws InterruptedException {
        try {
            HttpResponse<String> answer = get(instance, requestId);
            return answer.statusCode() == 200
                    ? Optional.of(new ObjectMapper().readTree(answer.body()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static HttpResponse<String> get(Instance instance, String requestId)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://" + instance.address() + "/v1/requests/" + requestId);
        return CLIENT.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static <V> void send(KafkaSettings kafka, Topic<V> topic, String key, V value) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka.clientConfig(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(
                    new ProducerRecord<>(kafka.name(topic), key, topic.codec().encode(value)));
        }
    }

    private static TagEvent tagged() {
        return new TagEvent("tagged", Map.of("Team", "search"), "", "", "", -1, true, "test", "e1", Instant.now());
    }

    private static Invocation call(String requestId, Instant time) {
        return new Invocation(
                requestId,
                time,
                "111122223333",
                "us-east-1",
                "",
                "Converse",
                "anthropic.claude-sonnet-4-20250514-v1:0",
                "",
                "arn:aws:iam::111122223333:user/u",
                Quantities.tokens(1_000, 200),
                true,
                "",
                false,
                "",
                -1,
                Map.of(),
                UsageOrigin.INVOCATION_LOG,
                "test");
    }
}
