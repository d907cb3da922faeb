package io.bedrockmeter.standalone.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.standalone.kafka.Engine;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image and the compose files, run for real. The images are those that deploy/image/build made last. */
@Tag("system")
final class ComposeIT {

    private static final List<String> SERVICES = List.of("ingest", "metering", "alerts");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long LARGEST_IMAGE = 300_000_000;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path scratch;

    @BeforeAll
    static void needsAnEngineAndTheImages() {
        assumeThat(Engine.isWanted()).as("containers are wanted").isTrue();
        assumeThat(Engine.isThere()).as("a container engine").isTrue();
        assumeThat(Engine.succeeds("docker", "image", "inspect", "bedrock-meter:latest", "bedrock-meter-kafka:latest"))
                .as("images of deploy/image/build")
                .isTrue();
        assumeThat(Engine.succeeds("docker", "compose", "version") || Engine.succeeds("docker-compose", "version"))
                .as("docker compose")
                .isTrue();
    }

    @Test
    void the_services_run_with_few_rights_on_a_file_system_they_cannot_write_and_stop_in_time() throws Exception {
        try (Compose compose = Compose.up(scratch, "bedrock-meter-it-one", "compose.yaml")) {
            // Given
            awaitHealthy(compose);
            assertThat(post(compose, 0, 50)).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> requests(compose) == 50);

            // Then
            for (String service : SERVICES) {
                assertThat(compose.inspect(service, "{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}"))
                        .isEqualTo("true [ALL]");
                assertThat(compose.run("exec", "-T", service, "id", "-u").strip())
                        .isEqualTo("10001");
                assertThatThrownBy(() -> compose.run("exec", "-T", service, "touch", "/opt/bedrock-meter/x"))
                        .hasMessageContaining("Read-only file system");
                assertThat(compose.run("exec", "-T", service, "cat", "/proc/1/status"))
                        .containsPattern("CapEff:\\s+0{16}");
            }
            assertThat(Long.parseLong(
                            Compose.docker("image", "inspect", "--format", "{{.Size}}", "bedrock-meter:latest")
                                    .strip()))
                    .isLessThan(LARGEST_IMAGE);
            assertThat(compose.run("exec", "-T", "metering", "bedrock-meter", "topics", "check"))
                    .contains("are as they should be");

            // When
            compose.run("stop", "ingest", "metering", "alerts");

            // Then
            for (String service : SERVICES) {
                assertThat(Compose.docker("logs", lastContainer(compose, service)))
                        .contains("part=\"directory\"")
                        .doesNotContain("giving up")
                        .doesNotContain("\tat ");
            }
            compose.run("up", "-d", "--no-build");
            awaitHealthy(compose);
            assertThat(post(compose, 40, 20)).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> requests(compose) == 60);
        }
    }

    @Test
    void on_three_brokers_nothing_stops_when_one_is_gone() throws Exception {
        try (Compose compose = Compose.up(scratch, "bedrock-meter-it-three", "compose.yaml", "three-brokers.yaml")) {
            awaitHealthy(compose);
            assertThat(post(compose, 0, 50)).isEqualTo(200);
            assertThat(compose.run("exec", "-T", "metering", "bedrock-meter", "topics", "check"))
                    .contains("are as they should be");

            compose.run("kill", "kafka-2");

            await().atMost(PATIENCE).until(() -> post(compose, 50, 50) == 200);
            await().atMost(PATIENCE).until(() -> requests(compose) == 100);
        }
    }

    private static String lastContainer(Compose compose, String service) {
        String all = compose.run("ps", "-q", "-a", service).strip();
        return all.substring(all.lastIndexOf('\n') + 1);
    }

    private static void awaitHealthy(Compose compose) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(SERVICES)
                        .allSatisfy(service -> assertThat(compose.inspect(service, "{{.State.Health.Status}}"))
                                .as(service)
                                .isEqualTo("healthy")));
    }

    /** Sends usage of calls numbered from a number on, as one batch. */
    private static int post(Compose compose, int from, int count) throws Exception {
        String body = IntStream.range(from, from + count)
                .mapToObj(i -> """
                        {"specversion":"1.0","type":"io.bedrockmeter.usage.v1","source":"/it","id":"e%d","time":"%s",\
                        "data":{"requestId":"r%d","model":"amazon.nova-micro-v1:0","region":"us-east-1",\
                        "usage":{"inputTokens":10,"outputTokens":1},"tags":{"Team":"search"}}}""".formatted(i, Instant.now(), i))
                .collect(Collectors.joining(",", "[", "]"));
        return send(HttpRequest.newBuilder(URI.create(compose.address("ingest") + "/v1/events"))
                        .header("Content-Type", "application/cloudevents-batch+json")
                        .POST(BodyPublishers.ofString(body)))
                .statusCode();
    }

    private static long requests(Compose compose) throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(compose.address("metering") + "/v1/usage?group_by=Team")));
        return answer.statusCode() == 200
                ? new JsonObject(answer.body()).getJsonObject("total").getLong("requests")
                : -1;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(
                request.header("Authorization", Compose.authorization()).build(), BodyHandlers.ofString());
    }
}
