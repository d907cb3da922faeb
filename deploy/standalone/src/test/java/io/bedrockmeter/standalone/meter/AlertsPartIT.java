package io.bedrockmeter.standalone.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.alerts.AlertsConfig;
import io.bedrockmeter.alerts.delivery.AlertLinks;
import io.bedrockmeter.alerts.delivery.ConsoleNotifier;
import io.bedrockmeter.alerts.delivery.Notifier;
import io.bedrockmeter.runtime.http.ApiKeys;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.standalone.alerts.TeamUsage;
import io.bedrockmeter.standalone.config.HttpSection;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import io.bedrockmeter.standalone.process.Lifecycle;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets and alerts over HTTP where alerts runs alone, twice on one broker. */
@KafkaSuite
final class AlertsPartIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String BUDGET = "{eachOf: Team, amount: %d, period: month, thresholds: [50, 100]}";

    private final Lifecycle lifecycle = new Lifecycle();
    private final KafkaSettings kafka;

    @TempDir
    private Path directory;

    AlertsPartIT(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    @AfterEach
    void stop() {
        lifecycle.close();
    }

    @Test
    void a_change_is_found_at_once_where_it_was_made_and_soon_elsewhere() throws Exception {
        TopicSetup.ensure(kafka);
        String one = start("one", Optional.empty());
        String other = start("other", Optional.empty());
        await().atMost(PATIENCE).until(() -> get(one, "/v1/budgets").statusCode() == 200);

        for (int amount = 10; amount <= 20; amount++) {
            HttpResponse<String> put = put(one, "each", BUDGET.formatted(amount), "");

            assertThat(put.statusCode()).isEqualTo(amount == 10 ? 201 : 200);
            assertThat(json(get(one, "/v1/budgets/each")).getString("amount")).isEqualTo(String.valueOf(amount));
        }

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get(other, "/v1/budgets/each").body()).contains("\"amount\":\"20\""));
        try (TeamUsage usage = new TeamUsage(kafka)) {
            usage.total("search", "12", 1);
        }
        for (String url : List.of(one, other)) {
            await().atMost(PATIENCE)
                    .ignoreException(IndexOutOfBoundsException.class)
                    .untilAsserted(() -> {
                        JsonObject alert = json(get(url, "/v1/alerts?budget=each"))
                                .getJsonArray("alerts")
                                .getJsonObject(0);
                        assertThat(alert.getString("rule")).isEqualTo("50");
                        assertThat(alert.getJsonArray("deliveries")
                                        .getJsonObject(0)
                                        .getString("state"))
                                .isEqualTo("CONFIRMED");
                        JsonObject status = json(get(url, "/v1/budgets/each/status"))
                                .getJsonArray("statuses")
                                .getJsonObject(0);
                        assertThat(status.getString("instance")).isEqualTo("search");
                        assertThat(status.getString("percent")).isEqualTo("60.00");
                        assertThat(status.getJsonObject("lastAlert").getString("rule"))
                                .isEqualTo("50");
                    });
        }
        assertThat(json(get(one, "/openapi.json")).getJsonObject("paths").fieldNames())
                .contains("/v1/alerts")
                .doesNotContain("/v1/usage");

        HttpRequest.Builder delete =
                HttpRequest.newBuilder(URI.create(one + "/v1/budgets/each")).DELETE();
        assertThat(CLIENT.send(delete.build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(204);
        assertThat(get(one, "/v1/budgets/each").statusCode()).isEqualTo(404);
    }

    @Test
    void who_may_look_may_not_change() throws Exception {
        TopicSetup.ensure(kafka);
        Path keys = Files.writeString(
                directory.resolve("keys.yaml"), """
                keys:
                  - {id: dashboard, sha256: %s, paths: ["/v1/*"]}
                  - {id: finops, sha256: %s, paths: ["/v1/budgets*", "PUT /v1/budgets/*", "DELETE /v1/budgets/*"]}
                """.formatted(ApiKeys.hash("looks"), ApiKeys.hash("changes")));
        String url = start("keyed", Optional.of(keys));
        await().atMost(PATIENCE).until(() -> get(url, "/v1/budgets", "looks").statusCode() == 200);

        assertThat(get(url, "/v1/budgets", "").statusCode()).isEqualTo(401);
        assertThat(put(url, "guarded", BUDGET.formatted(1), "looks").statusCode())
                .isEqualTo(403);
        assertThat(get(url, "/v1/budgets/guarded", "looks").statusCode()).isEqualTo(404);
        assertThat(put(url, "guarded", BUDGET.formatted(1), "changes").statusCode())
                .isEqualTo(201);
        assertThat(get(url, "/v1/alerts", "changes").statusCode()).isEqualTo(403);
    }

    /** An instance of alerts alone; returns where it answers. */
    private String start(String name, Optional<Path> keys) {
        Web web = lifecycle.add("web", new Web(Optional.empty()));
        List<Notifier> notifiers = List.of(new ConsoleNotifier(new PrintStream(PrintStream.nullOutputStream())));
        AlertsConfig config = AlertsConfig.defaults(directory.resolve(name));
        AlertsPart part = AlertsPart.start(config, notifiers, AlertLinks.NONE, kafka, web, lifecycle);
        HttpSection local = HttpSection.local(0);
        HttpSection http = new HttpSection(
                local.server(),
                keys,
                local.jwt(),
                local.peerKey(),
                local.advertised(),
                local.publicUrl(),
                local.limits(),
                local.commit());
        return Faces.open(
                http, Optional.empty(), Optional.empty(), Optional.of(part), Optional.empty(), web, lifecycle);
    }

    private static HttpResponse<String> put(String url, String id, String body, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/v1/budgets/" + id))
                .header("Content-Type", "application/yaml")
                .PUT(BodyPublishers.ofString(body));
        return send(request, key);
    }

    private static HttpResponse<String> get(String url, String path) throws Exception {
        return get(url, path, "");
    }

    private static HttpResponse<String> get(String url, String path, String key) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url + path)), key);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String key) throws Exception {
        if (!key.isEmpty()) {
            request.header("X-API-Key", key);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonObject json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }
}
