package io.bedrockmeter.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services alone, in processes of their own on one broker, two of each. */
@KafkaSuite
@Tag("system")
final class ServicesIT {

    private static final int EVENTS = 400;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final KafkaSettings kafka;
    private final List<ProgramProcess> processes = new ArrayList<>();

    @TempDir
    private Path directory;

    ServicesIT(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    @Test
    void two_of_each_share_the_work_and_each_answers_for_all() throws Exception {
        try {
            ProgramProcess ingest = start("ingest", "ingest-a", 0);
            ProgramProcess otherIngest = start("ingest", "ingest-b", 0);
            ProgramProcess metering = start("metering", "", freePort());
            ProgramProcess otherMetering = start("metering", "", freePort());
            ProgramProcess alerts = start("alerts", "", 0);
            ProgramProcess otherAlerts = start("alerts", "", 0);

            assertThat(post(ingest, 0)).isEqualTo(200);
            assertThat(post(otherIngest, EVENTS)).isEqualTo(200);

            await().atMost(PATIENCE).until(() -> isWhole(usage(metering)) && isWhole(usage(otherMetering)));
            // Repetitions change no total, and find out whether both have partitions by now.
            await().atMost(PATIENCE).until(() -> post(ingest, 0) == 200 && own(metering) > 0 && own(otherMetering) > 0);
            await().atMost(PATIENCE).until(() -> isWhole(usage(metering)) && isWhole(usage(otherMetering)));
            for (ProgramProcess process : processes) {
                await().atMost(PATIENCE)
                        .until(() -> status(process.management() + "/readyz") == 200
                                && status(process.management() + "/livez") == 200);
            }
            assertThat(get(ingest.answers() + "/openapi.json").body()).contains("/v1/firehose");
            assertThat(get(alerts.answers() + "/v1/budgets").statusCode()).isEqualTo(200);
            assertThat(Stream.of(ingest, otherMetering, otherAlerts).allMatch(ServicesIT::stops))
                    .as("each ends in order within ten seconds")
                    .isTrue();
        } finally {
            processes.forEach(ProgramProcess::close);
        }
    }

    @Test
    void of_two_ingests_with_the_same_id_one_gives_up_and_says_why() throws Exception {
        try {
            ProgramProcess first = start("ingest", "same", 0);
            first.management();
            ProgramProcess second = start("ingest", "same", 0);
            second.management();
            post(first, 0);

            // Whoever writes first after the other fences it, so it takes a few heartbeats.
            await().atMost(PATIENCE).until(() -> !first.isAlive() || !second.isAlive());
            ProgramProcess gone = first.isAlive() ? second : first;
            ProgramProcess left = first.isAlive() ? first : second;

            assertThat(gone.output())
                    .contains("ingest stopped")
                    .contains("another instance")
                    .doesNotContain("\tat ");
            await().atMost(PATIENCE).until(() -> post(left, 1) == 200);
        } finally {
            processes.forEach(ProgramProcess::close);
        }
    }

    private ProgramProcess start(String service, String instanceId, int port) throws IOException {
        String data = directory.resolve(service + processes.size()).toString();
        Map<String, String> environment = instanceId.isEmpty()
                ? Map.of("BEDROCK_METER_KAFKA_TOPIC_PREFIX", kafka.topicPrefix())
                : Map.of(
                        "BEDROCK_METER_KAFKA_TOPIC_PREFIX",
                        kafka.topicPrefix(),
                        "BEDROCK_METER_INGEST_INSTANCE_ID",
                        instanceId);
        ProgramProcess process = ProgramProcess.start(
                "384m",
                environment,
                service,
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--data-dir",
                data,
                "--http-port",
                Integer.toString(port),
                "--management-port",
                "0");
        processes.add(process);
        return process;
    }

    /** Sends usage of as many calls, of which each has a team of its own so that all partitions have some. */
    private static int post(ProgramProcess ingest, int first) throws Exception {
        String body = IntStream.range(first, first + EVENTS)
                .mapToObj(i -> """
                        {"specversion":"1.0","type":"io.bedrockmeter.usage.v1","source":"/it","id":"e%d","time":"%s",\
                        "data":{"requestId":"r%d","model":"amazon.nova-micro-v1:0","region":"us-east-1",\
                        "usage":{"inputTokens":10,"outputTokens":1},"tags":{"Team":"t%d"}}}""".formatted(i, Instant.now(), i, i))
                .collect(Collectors.joining(",", "[", "]"));
        return CLIENT.send(
                        HttpRequest.newBuilder(URI.create(ingest.answers() + "/v1/events"))
                                .header("Content-Type", "application/cloudevents-batch+json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private static HttpResponse<String> usage(ProgramProcess metering) throws Exception {
        return get(metering.answers() + "/v1/usage");
    }

    private static boolean isWhole(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            return false;
        }
        JsonObject json = new JsonObject(answer.body());
        return !json.getBoolean("partial") && json.getJsonObject("total").getLong("requests") == 2 * EVENTS;
    }

    /** Invocations that this instance alone has metered. */
    private static long own(ProgramProcess metering) throws Exception {
        return get(metering.management() + "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("bedrock_meter_metering_invocations_total "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private static int status(String url) throws Exception {
        return get(url).statusCode();
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private static boolean stops(ProgramProcess process) {
        try {
            return process.stop();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
