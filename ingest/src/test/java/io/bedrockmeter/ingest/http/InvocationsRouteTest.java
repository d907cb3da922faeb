package io.bedrockmeter.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bedrockmeter.ingest.log.Records;
import io.bedrockmeter.schemas.model.Invocation;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Log records as JSON lines. */
final class InvocationsRouteTest {

    private final Intake intake = Intake.open();

    @AfterEach
    void stop() {
        intake.close();
    }

    @Test
    void lines_are_committed_and_those_that_are_refused_are_named() {
        String lines = Records.line("r1", 1)
                + "\n\n{\"schemaType\":\"ModelInvocationLog\",\"prompt\":\"SECRET\"}\nnonsense SECRET\n"
                + Records.line("r2", 2) + "\n"
                + Records.line("r3", -1);

        HttpResponse<String> answer = intake.send(intake.post("/v1/invocations", "application/x-ndjson", lines));

        assertThat(answer.statusCode()).isEqualTo(207);
        JsonObject body = Intake.json(answer);
        assertThat(body.getInteger("accepted")).isEqualTo(2);
        assertThat(body.getInteger("refusedCount")).isEqualTo(3);
        assertThat(body.getJsonArray("refused").stream().map(JsonObject.class::cast))
                .extracting(
                        each -> each.getInteger("line"),
                        each -> each.getString("code"),
                        each -> each.getString("field"))
                .containsExactly(
                        tuple(3, "MISSING_FIELD", "requestId"),
                        tuple(4, "MALFORMED_JSON", ""),
                        tuple(6, "INVALID_FIELD", "input.inputTokenCount"));
        assertThat(answer.body()).doesNotContain("SECRET");
        assertThat(intake.kafka.invocations())
                .extracting(Invocation::requestId, Invocation::source)
                .containsExactly(tuple("r1", "http:local"), tuple("r2", "http:local"));
        assertThat(intake.kafka.deadLetters()).isEmpty();
    }

    @Test
    void compressed_lines_are_inflated() {
        HttpResponse<String> answer = intake.send(intake.post(
                        "/v1/invocations",
                        "application/jsonl",
                        Intake.gzip(Records.line("r1", 1) + "\n" + Records.line("r2", 1)))
                .header("Content-Encoding", "gzip"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Intake.json(answer)).isEqualTo(new JsonObject("{\"accepted\":2,\"refusedCount\":0,\"refused\":[]}"));
    }

    @Test
    void damaged_compression_is_refused_whole() {
        HttpResponse<String> answer = intake.send(intake.post("/v1/invocations", "application/x-ndjson", "no gzip")
                .header("Content-Encoding", "gzip"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Intake.json(answer).getString("code")).isEqualTo("invalid-body");
    }

    @Test
    void a_body_that_inflates_beyond_the_ratio_is_refused() {
        HttpResponse<String> answer =
                intake.send(intake.post("/v1/invocations", "application/x-ndjson", Intake.gzip(new byte[20 << 20]))
                        .header("Content-Encoding", "gzip"));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void a_body_that_inflates_beyond_the_limit_is_refused_whatever_its_ratio() {
        IntakeLimits small = new IntakeLimits(10_000, 10_000, 10_000, 250, 10_000, Duration.ofSeconds(10));
        try (Intake limited = Intake.with(GroupCommitSettings.DEFAULT, small)) {
            String lines = (Records.line("r1", 1) + "\n").repeat(100);

            HttpResponse<String> answer =
                    limited.send(limited.post("/v1/invocations", "application/x-ndjson", Intake.gzip(lines))
                            .header("Content-Encoding", "gzip"));

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(limited.kafka.invocations()).isEmpty();
        }
    }

    @Test
    void nothing_is_fine_and_other_types_are_not() {
        assertThat(intake.send(intake.post("/v1/invocations", "application/x-ndjson", ""))
                        .statusCode())
                .isEqualTo(200);
        assertThat(intake.send(intake.post("/v1/invocations", "image/png", "x")).statusCode())
                .isEqualTo(415);
        assertThat(intake.get("/v1/invocations").statusCode()).isEqualTo(405);
    }
}
