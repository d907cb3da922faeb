package io.bedrockmeter.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.ingest.cloudwatch.FakeLogs;
import io.bedrockmeter.runtime.http.ApiKeys;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} as its configuration says: a log group, usage over HTTP, questions and health, behind API keys. */
final class RunServesIT {

    private static final String GROUP = "/aws/bedrock/modelinvocations";
    private static final int LOGGED = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void one_process_reads_log_groups_takes_usage_answers_questions_and_tells_its_health() throws Exception {
        try (FakeLogs logs = new FakeLogs();
                ProgramProcess run = start(logs)) {
            GeneratedLog.generate(
                    LOGGED,
                    1,
                    Instant.now().minusSeconds(20),
                    Duration.ofSeconds(15),
                    (time, record) -> logs.add(GROUP, "e" + record.hashCode(), time.toEpochMilli(), record));
            String url = run.answers();

            HttpResponse<String> stranger = post(url, "no-such-key");
            HttpResponse<String> outOfScope = get(url + "/v1/usage", "sender");
            HttpResponse<String> sender = post(url, "sender");

            assertThat(stranger.statusCode()).isEqualTo(401);
            assertThat(outOfScope.statusCode()).isEqualTo(403);
            assertThat(sender.statusCode()).isEqualTo(204);
            await().atMost(PATIENCE).untilAsserted(() -> {
                HttpResponse<String> usage = get(url + "/v1/usage", "reader");
                assertThat(usage.statusCode()).isEqualTo(200);
                assertThat(new JsonObject(usage.body()).getJsonObject("total").getInteger("requests"))
                        .isEqualTo(LOGGED + 1);
            });
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(get(url + "/v1/coverage", "reader").body())
                                    .contains("\"notFresh\":0")
                                    .contains("\"source\":\"cloudwatch:own:us-east-1:" + GROUP + "\"")
                                    .contains("\"source\":\"http:standalone\""));
            assertThat(get(url + "/openapi.json", "reader").body()).contains("/v1/firehose", "/v1/usage");
            assertThat(get(run.management() + "/readyz", "").body())
                    .contains("\"sources\":{\"status\":\"up\"}")
                    .contains("\"http-intake\":{\"status\":\"up\"}")
                    .contains("\"metering\":{\"status\":\"up\"}")
                    .contains("\"alerts\":{\"status\":\"up\"}");
            assertThat(get(run.management() + "/metrics", "").body())
                    .contains("bedrock_meter_ingest_source_lag_seconds{source=\"cloudwatch:own:us-east-1:" + GROUP
                            + "\"}")
                    .contains("bedrock_meter_http_intake_accepted_total{kind=\"invocation\"} 1.0");
            assertThat(run.stop()).as("stopped within ten seconds").isTrue();
        }
    }

    private ProgramProcess start(FakeLogs logs) throws IOException {
        Path keys = Files.writeString(
                directory.resolve("keys.yaml"), """
                keys:
                  - {id: sender, sha256: %s, paths: [/v1/events]}
                  - {id: reader, sha256: %s, paths: [/v1/usage, /v1/coverage, /openapi.json]}
                """.formatted(ApiKeys.hash("sender"), ApiKeys.hash("reader")));
        Path config =
                Files.writeString(directory.resolve("run.yaml"), """
                dataDirectory: %s
                kafka: {embeddedPort: 0}
                http: {host: 0.0.0.0, port: 0, keys: %s}
                management: {port: 0}
                inputs:
                  cloudWatch:
                    groups:
                      - {logGroup: %s, region: us-east-1}
                """.formatted(directory.resolve("data"), keys, GROUP));
        return ProgramProcess.start(FakeAws.environment(logs.url()), "run", "--config", config.toString());
    }

    private static HttpResponse<String> post(String url, String key) throws Exception {
        String event = """
                {"specversion":"1.0","type":"io.bedrockmeter.usage.v1","source":"/it","id":"1","time":"%s",\
                "data":{"requestId":"sent","model":"amazon.nova-micro-v1:0","region":"us-east-1",\
                "usage":{"inputTokens":10,"outputTokens":1},"tags":{"Team":"search"}}}""".formatted(Instant.now());
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(url + "/v1/events"))
                        .header("Content-Type", "application/cloudevents+json")
                        .header("Authorization", "Bearer " + key)
                        .POST(BodyPublishers.ofString(event))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String url, String key) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(url)).header("X-API-Key", key).build(), BodyHandlers.ofString());
    }
}
