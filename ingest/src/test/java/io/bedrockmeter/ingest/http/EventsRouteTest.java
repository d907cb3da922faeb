package io.bedrockmeter.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bedrockmeter.schemas.model.TagEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudEvents in each mode of their HTTP binding. */
final class EventsRouteTest {

    private final Intake intake = Intake.open();

    @AfterEach
    void stop() {
        intake.close();
    }

    @Test
    void a_structured_event_is_committed_and_needs_no_answer() {
        HttpResponse<String> answer = intake.send(intake.post(
                "/v1/events",
                "application/cloudevents+json; charset=utf-8",
                tags("e1", "r1").encode()));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(intake.kafka.tagEvents())
                .extracting(TagEvent::requestId, TagEvent::eventId, TagEvent::tags, TagEvent::authenticated)
                .containsExactly(tuple("r1", "e1", Map.of("Team", "search"), false));
    }

    @Test
    void an_event_in_binary_mode_is_the_same_event() {
        HttpResponse<String> answer = intake.send(intake.post(
                        "/v1/events",
                        "application/json",
                        tags("e1", "r1").getJsonObject("data").encode())
                .header("ce-specversion", "1.0")
                .header("ce-type", "io.bedrockmeter.request-tags.v1")
                .header("ce-source", "/gateway%20%E2%82%AC")
                .header("ce-id", "e1")
                .header("ce-time", "2026-09-08T12:10:33Z"));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(intake.kafka.tagEvents())
                .extracting(TagEvent::requestId, TagEvent::source, TagEvent::eventId, TagEvent::authenticated)
                .containsExactly(tuple("r1", "/gateway \u20ac", "e1", false));
    }

    @Test
    void the_body_of_a_binary_event_cannot_add_attributes() {
        String injected = "{\"requestId\":\"r1\",\"tags\":{\"a\":\"b\"}},\"source\":\"/forged\",\"x\":{}";

        HttpResponse<String> answer = intake.send(intake.post("/v1/events", "application/json", injected)
                .header("ce-specversion", "1.0")
                .header("ce-type", "io.bedrockmeter.request-tags.v1")
                .header("ce-source", "/gateway")
                .header("ce-id", "e1"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(intake.kafka.tagEvents()).isEmpty();
    }

    @Test
    void a_header_that_is_not_percent_encoded_utf_8_is_named() {
        HttpResponse<String> answer = intake.send(intake.post("/v1/events", "application/json", "{}")
                .header("ce-specversion", "1.0")
                .header("ce-source", "%e2%82"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Intake.json(answer).getJsonArray("errors").getJsonObject(0).getString("parameter"))
                .isEqualTo("ce-source");
    }

    @Test
    void a_usage_event_is_an_invocation_and_a_tag_event_in_one_transaction() {
        HttpResponse<String> answer = intake.send(intake.post(
                "/v1/events", "application/cloudevents+json", usage("e1", "r1").encode()));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(intake.kafka.invocations()).hasSize(1);
        assertThat(intake.kafka.tagEvents()).hasSize(1);
        assertThat(intake.kafka.commits()).isEqualTo(1);
    }

    @Test
    void of_a_batch_every_event_is_judged_alone() {
        JsonArray batch = new JsonArray()
                .add(tags("e1", "r1"))
                .add(new JsonObject().put("specversion", "1.0").put("type", "com.example.other"))
                .add(usage("e3", "r3"))
                .add(tags("e4", ""))
                .add(7);

        HttpResponse<String> answer =
                intake.send(intake.post("/v1/events", "application/cloudevents-batch+json", batch.encode()));

        assertThat(answer.statusCode()).isEqualTo(207);
        JsonObject body = Intake.json(answer);
        assertThat(body.getInteger("accepted")).isEqualTo(2);
        assertThat(body.getInteger("refusedCount")).isEqualTo(3);
        assertThat(body.getJsonArray("refused").stream().map(JsonObject.class::cast))
                .extracting(
                        each -> each.getInteger("index"),
                        each -> each.getString("code"),
                        each -> each.getString("field"))
                .containsExactly(
                        tuple(1, "NOT_AN_EVENT", ""),
                        tuple(3, "INVALID_FIELD", "data.requestId"),
                        tuple(4, "NOT_AN_EVENT", ""));
        assertThat(intake.kafka.tagEvents()).extracting(TagEvent::requestId).containsExactly("r1", "r3");
        assertThat(intake.kafka.deadLetters()).isEmpty();
        assertThat(intake.intake.counters().refused()).isEqualTo(3);
    }

    @Test
    void an_answer_lists_so_many_refusals_and_counts_the_others() {
        JsonArray batch = new JsonArray();
        for (int i = 0; i < 250; i++) {
            batch.add(i);
        }

        JsonObject body = Intake.json(
                intake.send(intake.post("/v1/events", "application/cloudevents-batch+json", batch.encode())));

        assertThat(body.getInteger("refusedCount")).isEqualTo(250);
        assertThat(body.getJsonArray("refused")).hasSize(EventsRoute.MAX_LISTED);
    }

    @ParameterizedTest
    @CsvSource({"application/cloudevents-batch+json", "application/json"})
    void an_empty_batch_is_fine(String type) {
        HttpResponse<String> answer = intake.send(intake.post("/v1/events", type, " []"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Intake.json(answer).getInteger("accepted")).isZero();
    }

    @Test
    void compressed_events_are_inflated_within_limits() {
        HttpResponse<String> fine = intake.send(intake.post(
                        "/v1/events",
                        "application/cloudevents+json",
                        Intake.gzip(tags("e1", "r1").encode()))
                .header("Content-Encoding", "gzip"));
        HttpResponse<String> bomb =
                intake.send(intake.post("/v1/events", "application/cloudevents+json", Intake.gzip(" ".repeat(20 << 20)))
                        .header("Content-Encoding", "gzip"));

        assertThat(fine.statusCode()).isEqualTo(204);
        assertThat(bomb.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/cloudevents+json|[]|400",
                "application/cloudevents-batch+json|{}|400",
                "application/cloudevents+json|{\"specversion\":|400",
                "application/cloudevents-batch+json|[{\"specversion\":|400",
                "application/json|''|400",
                "application/xml|<a/>|415"
            })
    void what_is_no_event_is_refused_with_a_problem(String type, String body, int status) {
        HttpResponse<String> answer = intake.send(intake.post("/v1/events", type, body));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(intake.kafka.tagEvents()).isEmpty();
    }

    @Test
    void a_refused_event_names_its_field_and_quotes_nothing_else() {
        JsonObject event = tags("e1", "r1");
        event.getJsonObject("data").put("prompt", "SECRET").put("tags", "SECRET");

        HttpResponse<String> answer =
                intake.send(intake.post("/v1/events", "application/cloudevents+json", event.encode()));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Intake.json(answer).getJsonArray("errors").getJsonObject(0).getString("parameter"))
                .isEqualTo("data.tags");
        assertThat(answer.body()).doesNotContain("SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deflate", "br", "gzip, gzip"})
    void other_encodings_are_refused(String encoding) {
        HttpResponse<String> answer = intake.send(
                intake.post("/v1/events", "application/cloudevents+json", "{}").header("Content-Encoding", encoding));

        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void a_body_of_unknown_length_is_limited_too() {
        HttpResponse<String> answer = intake.send(intake.request("/v1/events")
                .header("Content-Type", "application/cloudevents+json")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[2 << 20]))));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    static JsonObject tags(String id, String requestId) {
        return new JsonObject()
                .put("specversion", "1.0")
                .put("type", "io.bedrockmeter.request-tags.v1")
                .put("source", "/gateway")
                .put("id", id)
                .put("time", "2026-09-08T12:10:33Z")
                .put(
                        "data",
                        new JsonObject()
                                .put("requestId", requestId)
                                .put("tags", new JsonObject().put("Team", "search")));
    }

    static JsonObject usage(String id, String requestId) {
        JsonObject event = tags(id, requestId).put("type", "io.bedrockmeter.usage.v1");
        event.getJsonObject("data")
                .put("model", "amazon.nova-micro-v1:0")
                .put("region", "us-east-1")
                .put("usage", new JsonObject().put("inputTokens", 5).put("outputTokens", 6));
        return event;
    }
}
