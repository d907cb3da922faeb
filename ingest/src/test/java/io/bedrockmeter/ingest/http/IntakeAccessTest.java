package io.bedrockmeter.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.bedrockmeter.ingest.log.Records;
import io.bedrockmeter.runtime.config.InvalidConfigException;
import io.bedrockmeter.runtime.http.ApiKeys;
import io.bedrockmeter.schemas.model.TagEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may send what. */
final class IntakeAccessTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"/v1/events", "/v1/firehose", "/v1/invocations"})
    void a_stranger_is_refused_everywhere_and_learns_nothing(String path) throws IOException {
        try (Intake intake = Intake.keyed(keys(key("search", "secret", "[/v1/events]", "")))) {
            HttpResponse<String> without = intake.send(intake.post(path, "application/json", "{}"));
            HttpResponse<String> wrong =
                    intake.send(intake.post(path, "application/json", "{}").header("X-API-Key", "guess"));

            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.body()).doesNotContain("search").contains("no valid API key was sent");
            assertThat(intake.intake.counters().unauthorized()).isEqualTo(2);
        }
    }

    @Test
    void firehose_shows_its_key_in_a_header_of_its_own_and_gets_refusals_in_its_form() throws IOException {
        byte[] body = "{\"requestId\":\"r\",\"records\":[]}".getBytes(StandardCharsets.UTF_8);
        try (Intake intake = Intake.keyed(keys(key("stream", "secret", "[/v1/firehose]", "")))) {
            HttpResponse<String> known =
                    intake.send(intake.firehose("r", body).header("X-Amz-Firehose-Access-Key", "secret"));
            HttpResponse<String> unknown =
                    intake.send(intake.firehose("r", body).header("X-Amz-Firehose-Access-Key", "guess"));

            assertThat(known.statusCode()).isEqualTo(200);
            assertThat(unknown.statusCode()).isEqualTo(401);
            assertThat(Intake.json(unknown).getString("requestId")).isEqualTo("r");
            assertThat(Intake.json(unknown).getString("errorMessage")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/invocations",
                "/v1/events/../invocations",
                "/v1/events%2f..%2finvocations",
                "/v1/%2e%2e/v1/invocations"
            })
    void a_key_is_for_its_paths_only(String path) throws IOException {
        try (Intake intake = Intake.keyed(keys(key("search", "secret", "[/v1/events*]", "")))) {
            HttpResponse<String> answer = intake.send(intake.post(path, "application/x-ndjson", Records.line("r1", 1))
                    .header("Authorization", "Bearer secret"));

            assertThat(answer.statusCode()).isIn(403, 404);
            assertThat(intake.kafka.invocations()).isEmpty();
        }
    }

    @Test
    void who_shows_a_key_counts_as_authenticated() throws IOException {
        try (Intake intake = Intake.keyed(keys(key("search", "secret", "[/v1/events]", "")))) {
            intake.send(intake.post(
                            "/v1/events",
                            "application/cloudevents+json",
                            EventsRouteTest.tags("e", "r").encode())
                    .header("Authorization", "Bearer secret"));

            assertThat(intake.kafka.tagEvents())
                    .extracting(TagEvent::authenticated)
                    .containsExactly(true);
        }
    }

    @Test
    void tags_projects_and_profiles_out_of_scope_are_refused_event_by_event() throws IOException {
        String scope = "    tags: {Team: [search]}\n    projects: [proj_a]\n";
        try (Intake intake = Intake.keyed(keys(key("search", "secret", "[/v1/events]", scope)))) {
            JsonArray batch = new JsonArray()
                    .add(event("own", "Team", "search"))
                    .add(event("other", "Team", "ads"))
                    .add(event("spelled", "te-AM", "ads"))
                    .add(event("free", "Stage", "ads"))
                    .add(data(event("project", "Team", "search"), "projectId", "proj_b"))
                    .add(data(event("own-project", "Team", "search"), "projectId", "proj_a"))
                    .add(data(event("profile", "Team", "search"), "profileArn", "arn:x"));

            HttpResponse<String> answer =
                    intake.send(intake.post("/v1/events", "application/cloudevents-batch+json", batch.encode())
                            .header("X-API-Key", "secret"));

            assertThat(answer.statusCode()).isEqualTo(207);
            assertThat(intake.kafka.tagEvents())
                    .extracting(TagEvent::requestId)
                    .containsExactly("own", "free", "own-project");
            assertThat(Intake.json(answer).getJsonArray("refused").stream().map(JsonObject.class::cast))
                    .extracting(
                            each -> each.getInteger("index"),
                            each -> each.getInteger("status"),
                            each -> each.getString("field"))
                    .containsExactly(
                            tuple(1, 403, "data.tags"),
                            tuple(2, 403, "data.tags"),
                            tuple(4, 403, "data.projectId"),
                            tuple(6, 403, "data.profileArn"));
            assertThat(answer.body()).doesNotContain("ads");
        }
    }

    @Test
    void a_single_event_out_of_scope_is_forbidden() throws IOException {
        try (Intake intake =
                Intake.keyed(keys(key("search", "secret", "[/v1/events]", "    tags: {Team: [search]}\n")))) {
            HttpResponse<String> answer = intake.send(intake.post(
                            "/v1/events",
                            "application/cloudevents+json",
                            event("r", "Team", "ads").encode())
                    .header("X-API-Key", "secret"));

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(intake.kafka.tagEvents()).isEmpty();
        }
    }

    @Test
    void keys_come_and_go_with_the_file_and_a_broken_file_changes_nothing() throws IOException {
        Path file = keys(key("a", "first", "[/v1/events]", ""));
        try (Intake intake = Intake.keyed(file)) {
            Files.writeString(file, "keys: [{id: broken}]");
            Files.writeString(file, "keys:\n" + key("b", "second", "[/v1/events]", ""));
            Awaitility.await().until(() -> status(intake, "second") == 200);

            assertThat(status(intake, "first")).isEqualTo(401);

            Files.writeString(file, "keys: [{id: broken}]");
            Awaitility.await().during(Duration.ofMillis(200)).until(() -> status(intake, "second") == 200);
        }
    }

    @Test
    void who_sends_more_than_its_rate_waits_and_others_do_not() throws IOException {
        Path file = keys(
                key("slow", "one", "[/v1/events]", "    recordsPerSecond: 2\n"),
                key("fast", "two", "[/v1/events]", ""));
        try (Intake intake = Intake.keyed(file)) {
            JsonArray batch = new JsonArray();
            for (int i = 0; i < 100; i++) {
                batch.add(EventsRouteTest.tags("e" + i, "r" + i));
            }
            HttpResponse<String> first = intake.send(intake.post("/v1/events", "application/json", batch.encode())
                    .header("X-API-Key", "one"));

            HttpResponse<String> second = intake.send(
                    intake.post("/v1/events", "application/json", "[]").header("X-API-Key", "one"));

            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(Long.parseLong(second.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(30L, 60L);
            assertThat(status(intake, "two")).isEqualTo(200);
            assertThat(intake.intake.counters().throttled()).isEqualTo(1);
        }
    }

    @Test
    void every_fault_of_a_key_file_is_told_at_once_and_no_hash_is_quoted() throws IOException {
        Path file = folder.resolve("keys.yaml");
        Files.writeString(file, """
                keys:
                  - id: two words
                    sha256: my-secret-key
                    paths: [v1/events]
                  - id: logs
                    sha256: %s
                    paths: ["/v1/*"]
                    tags: {Team: [search]}
                    colour: red
                """.formatted(ApiKeys.hash("x")));

        assertThatThrownBy(() -> KeyFile.read(file, new KeyRing(List.of())))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("keys[0].id")
                .hasMessageContaining("keys[0].sha256")
                .hasMessageContaining("keys[0].paths")
                .hasMessageContaining("logs can name any profile")
                .hasMessageContaining("colour")
                .message()
                .doesNotContain("my-secret-key");
    }

    private static int status(Intake intake, String key) {
        return intake.send(intake.post("/v1/events", "application/json", "[]").header("X-API-Key", key))
                .statusCode();
    }

    private Path keys(String... entries) throws IOException {
        return Files.writeString(folder.resolve("keys.yaml"), "keys:\n" + String.join("", entries));
    }

    private static String key(String id, String key, String paths, String more) {
        return "  - id: " + id + "\n    sha256: " + ApiKeys.hash(key) + "\n    paths: "
                + paths.replace("[", "[\"").replace("]", "\"]") + "\n" + more;
    }

    private static JsonObject event(String requestId, String tag, String value) {
        return data(EventsRouteTest.tags(requestId, requestId), "tags", new JsonObject().put(tag, value));
    }

    private static JsonObject data(JsonObject event, String name, Object value) {
        event.getJsonObject("data").put(name, value);
        return event;
    }
}
