package io.bedrockmeter.standalone.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.bedrockmeter.standalone.system.ProgramProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of a process with all services: documented, moving, sent by OTLP, and enough for every rule and dashboard. */
final class MetricsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<String> posts = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void what_a_process_shows_is_what_is_documented_and_rules_and_dashboards_use_nothing_else() throws Exception {
        HttpServer collector = collector();
        try (ProgramProcess run = start(collector.getAddress().getPort())) {
            String metrics = run.management() + "/metrics";
            await().atMost(PATIENCE).untilAsserted(() -> {
                Scrape scrape = scrape(metrics);
                assertThat(scrape.sum("bedrock_meter_metering_entries_total", Map.of()))
                        .hasValue(3);
                assertThat(scrape.sum("bedrock_meter_alerts_budgets", Map.of())).hasValue(1);
                assertThat(scrape.sum(
                                "bedrock_meter_streams_state", Map.of("application", "metering", "state", "running")))
                        .hasValue(1);
            });

            Scrape scrape = scrape(metrics);

            assertThat(scrape.sum("bedrock_meter_metering_entries_unpriced_total", Map.of()))
                    .hasValue(1);
            assertThat(scrape.sum("bedrock_meter_metering_entries_unattributed_total", Map.of()))
                    .hasValue(2);
            assertThat(scrape.sum("bedrock_meter_ingest_refused_total", Map.of()))
                    .hasValue(1);
            assertThat(scrape.sum("bedrock_meter_metering_requests_remembered", Map.of())
                            .orElseThrow())
                    .as("an estimate")
                    .isGreaterThanOrEqualTo(3);
            assertThat(scrape.sum("bedrock_meter_streams_processed_total", Map.of("application", "metering"))
                            .orElseThrow())
                    .isPositive();
            assertThat(scrape.sum("bedrock_meter_streams_commit_latency_max_seconds", Map.of("application", "metering"))
                            .orElseThrow())
                    .isPositive();
            assertThat(scrape.sum("bedrock_meter_streams_threads_alive", Map.of("application", "alerts"))
                            .orElseThrow())
                    .isPositive();
            assertThat(scrape.sum("bedrock_meter_metering_freshness_lag_seconds", Map.of())
                            .orElseThrow())
                    .isBetween(0.0, 60.0);
            for (String rising : List.of("commits_total", "rebalances_total", "transaction_commit_seconds_total")) {
                assertThat(scrape.sum("bedrock_meter_streams_" + rising, Map.of("application", "metering"))
                                .orElseThrow())
                        .as(rising)
                        .isPositive();
            }
            isDocumented(scrape);
            isAnswered(run.answers());
            assertThat(MetricUses.inRulesAndDashboards()).isNotEmpty();
            assertThat(scrape.names()).containsAll(MetricUses.inRulesAndDashboards());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(posts)
                            .anyMatch(post -> post.contains("authorized=open sesame")
                                    && post.contains("bedrock.meter.metering.entries")
                                    && post.contains("service.name")
                                    && post.contains("bedrock-meter")
                                    && post.contains("eu-test")));
        } finally {
            collector.stop(0);
        }
    }

    /** Every metric of ours is documented with its labels, and nothing that is documented is missing. */
    private static void isDocumented(Scrape scrape) throws IOException {
        Map<String, Set<String>> documented = MetricUses.documented();
        Map<String, Set<String>> shown = new TreeMap<>();
        Set<String> foreign = new TreeSet<>();
        scrape.labels().forEach((name, labels) -> {
            if (name.startsWith("bedrock_meter_")) {
                shown.put(name, labels);
            } else {
                foreign.add(name);
            }
        });
        assertThat(shown).isEqualTo(documented);
        assertThat(foreign).allMatch(name -> name.matches("(jvm|process|system)_.*"));
    }

    /** Everything the spend dashboard asks for is answered, and what it shows is in the answer. */
    private static void isAnswered(String url) throws IOException, InterruptedException {
        List<MetricUses.Question> questions = MetricUses.questions("2026-01-01");
        assertThat(questions).isNotEmpty();
        for (MetricUses.Question question : questions) {
            HttpResponse<String> answer = CLIENT.send(
                    HttpRequest.newBuilder(URI.create(url + question.path())).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(question + ": " + answer.body()).isEqualTo(200);
            assertThat(question.shownBy(answer.body()))
                    .as(question + ": " + answer.body())
                    .isTrue();
        }
    }

    private static Scrape scrape(String url) throws IOException, InterruptedException {
        return Scrape.parse(CLIENT.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body());
    }

    /** Takes what is posted, as text: names and texts of a protobuf message can be read in it. */
    private HttpServer collector() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/metrics", exchange -> {
            String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
            posts.add("authorized=" + token + " " + body);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private ProgramProcess start(int collectorPort) throws IOException {
        Path logs = Files.writeString(
                directory.resolve("calls.log"),
                record("one", "anthropic.claude-sonnet-4-6", "{\"Team\":\"search\"}")
                        + record("two", "anthropic.claude-sonnet-4-6", "{}")
                        + record("three", "some.model-nobody-priced-v1:0", "{}")
                        + "{\"schemaType\":\"ModelInvocationLog\",\"requestId\":7}\n");
        Path budgets = Files.writeString(directory.resolve("budgets.yaml"), """
                budgets:
                  - {id: all, name: Everything, owner: owner@example.com, amount: 500, period: month, thresholds: [80]}
                """);
        Path config = Files.writeString(
                directory.resolve("run.yaml"), """
                dataDirectory: %s
                kafka: {embeddedPort: 0}
                http: {port: 0}
                management: {port: 0}
                inputs: {logs: [%s]}
                insights: {leastStake: 0.000001}
                alerts: {budgets: %s}
                metrics:
                  otlp:
                    url: http://127.0.0.1:%d/v1/metrics
                    interval: 1s
                    headers: {Authorization: open sesame}
                    attributes: {deployment.environment.name: eu-test}
                """.formatted(directory.resolve("data"), logs, budgets, collectorPort));
        return ProgramProcess.start("run", "--config", config.toString());
    }

    private static String record(String requestId, String model, String metadata) {
        return """
                {"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"%s","accountId":"111122223333",\
                "identity":{"arn":"arn:aws:sts::111122223333:assumed-role/app/s"},"region":"us-east-1",\
                "requestId":"%s","operation":"Converse","modelId":"%s","requestMetadata":%s,\
                "input":{"inputTokenCount":1000},"output":{"outputTokenCount":100}}
                """.formatted(Instant.now().minusSeconds(5), requestId, model, metadata);
    }
}
