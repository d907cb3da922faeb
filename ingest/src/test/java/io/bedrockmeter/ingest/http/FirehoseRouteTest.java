package io.bedrockmeter.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bedrockmeter.ingest.log.Records;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries of Data Firehose, as AWS specifies them. */
final class FirehoseRouteTest {

    private static final String ID = "ed4acda5-034f-9f42-bba1-f29aea6d7d8f";

    private final Intake intake = Intake.open();

    @AfterEach
    void stop() {
        intake.close();
    }

    @Test
    void a_subscription_delivery_is_committed_and_acknowledged_in_the_form_that_firehose_reads() {
        byte[] body = delivery(ID, Intake.gzip(message(Records.line("r1", 5), Records.line("r2", 6))));

        HttpResponse<String> answer = intake.send(intake.firehose(ID, body).header("Accept-Encoding", "gzip"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Content-Length"))
                .contains("" + answer.body().length());
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(Intake.json(answer))
                .isEqualTo(new JsonObject().put("requestId", ID).put("timestamp", Records.CLOCK.millis()));
        assertThat(intake.kafka.invocations())
                .extracting(Invocation::requestId, Invocation::source)
                .containsExactly(
                        tuple("r1", "firehose:arn:aws:firehose:us-east-1:111122223333:deliverystream/meter"),
                        tuple("r2", "firehose:arn:aws:firehose:us-east-1:111122223333:deliverystream/meter"));
    }

    @Test
    void the_sample_of_the_documentation_is_acknowledged_and_its_records_are_dead_letters() {
        byte[] body = Records.fixture("payload-firehose-http-request.json").getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> answer = intake.send(intake.firehose(ID, body));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(intake.kafka.deadLetters())
                .extracting(DeadLetter::origin)
                .containsExactly("firehose:" + ID + "#records[0]:1", "firehose:" + ID + "#records[1]:1");
        assertThat(intake.kafka.deadLetters().toString()).doesNotContain("hello");
        assertThat(intake.intake.counters().deadLetters()).isEqualTo(2);
    }

    @Test
    void a_health_check_of_cloudwatch_logs_is_acknowledged_and_leaves_nothing() {
        byte[] control = Intake.gzip(Records.fixture("payload-cwl-subscription-control-message.json"));

        HttpResponse<String> answer = intake.send(intake.firehose(ID, delivery(ID, control)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(intake.kafka.commits()).isZero();
    }

    @Test
    void bodies_and_records_may_each_be_compressed_or_not() {
        byte[] plain = delivery(ID, Records.line("r1", 1).getBytes(StandardCharsets.UTF_8));
        byte[] extracted = delivery(
                ID,
                (Records.line("r2", 1) + "\n" + Records.line("r3", 1) + "\n").getBytes(StandardCharsets.UTF_8),
                message(Records.line("r4", 1)).getBytes(StandardCharsets.UTF_8));

        intake.send(intake.firehose(ID, plain));
        HttpResponse<String> answer =
                intake.send(intake.firehose(ID, Intake.gzip(extracted)).header("Content-Encoding", "gzip"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(intake.kafka.invocations())
                .extracting(Invocation::requestId)
                .containsExactly("r1", "r2", "r3", "r4");
    }

    @Test
    void what_cannot_be_decoded_is_a_dead_letter_and_never_a_failed_delivery() {
        byte[] cutOff = Intake.gzip(message(Records.line("lost", 1)));
        String body = new JsonObject()
                .put("requestId", ID)
                .put(
                        "records",
                        new JsonArray()
                                .add(new JsonObject().put("data", "no base64!"))
                                .add(data(Arrays.copyOf(cutOff, cutOff.length / 2)))
                                .add(data(message("{\"prompt\":\"SECRET\"}", Records.line("good", 1))
                                        .getBytes(StandardCharsets.UTF_8))))
                .encode();

        HttpResponse<String> answer = intake.send(intake.firehose(ID, body.getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(intake.kafka.invocations()).extracting(Invocation::requestId).containsExactly("good");
        assertThat(intake.kafka.deadLetters())
                .extracting(DeadLetter::code)
                .contains(RejectionCode.UNREADABLE, RejectionCode.NOT_AN_INVOCATION_RECORD);
        assertThat(intake.kafka.deadLetters())
                .extracting(DeadLetter::origin)
                .allMatch(at -> at.startsWith("firehose:" + ID));
        assertThat(intake.kafka.deadLetters().toString()).doesNotContain("SECRET");
    }

    @Test
    void a_record_that_inflates_without_end_is_a_dead_letter() {
        byte[] bomb = Intake.gzip(new byte[40 << 20]);

        HttpResponse<String> answer = intake.send(intake.firehose(ID, delivery(ID, bomb)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(intake.kafka.deadLetters())
                .extracting(DeadLetter::code)
                .contains(RejectionCode.TOO_LARGE)
                .allMatch(code -> code == RejectionCode.TOO_LARGE || code == RejectionCode.MALFORMED_JSON);
    }

    @Test
    void a_body_that_inflates_without_end_is_refused_for_good() {
        byte[] spaces = new byte[70 << 20];
        Arrays.fill(spaces, (byte) ' ');
        byte[] bomb = Intake.gzip(spaces);

        HttpResponse<String> answer = intake.send(intake.firehose(ID, bomb).header("Content-Encoding", "gzip"));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(Intake.json(answer).getString("requestId")).isEqualTo(ID);
        assertThat(Intake.json(answer).getString("errorMessage")).contains("inflates to more than");
    }

    @Test
    void a_body_over_the_limit_is_refused_for_good() {
        IntakeLimits small = new IntakeLimits(1_000, 10_000, 10_000, 250, 10_000, Duration.ofSeconds(10));
        try (Intake limited = Intake.with(GroupCommitSettings.DEFAULT, small)) {

            HttpResponse<String> answer = limited.send(limited.firehose(ID, new byte[1_001]));

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(Intake.json(answer).getString("requestId")).isEqualTo(ID);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"requestId\":\"ed4acda5-034f-9f42-bba1-f29aea6d7d8f\"}",
                "{\"requestId\":\"another\",\"records\":[]}",
                "{\"requestId\":\"ed4acda5-034f-9f42-bba1-f29aea6d7d8f\",\"records\":{}}",
                "{\"requestId\":\"ed4acda5-034f-9f42-bba1-f29aea6d7d8f\",\"records\":[{}]}",
                "{\"requestId\":\"ed4acda5-034f-9f42-bba1-f29aea6d7d8f\",\"records\":[{\"data\":7}]}",
                "{\"requestId\":\"ed4acda5-034f-9f42-bba1-f29aea6d7d8f\",\"records\":[]} x",
                "{\"requestId\":\"ed4acda5-034f-9f42-bba1-f29aea6d7d8f\",\"records\":[{\"data\":\"aGV"
            })
    void a_damaged_envelope_is_refused_in_the_form_that_firehose_reads(String body) {
        HttpResponse<String> answer = intake.send(intake.firehose(ID, body.getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Intake.json(answer).fieldNames())
                .containsExactlyInAnyOrder("requestId", "timestamp", "errorMessage");
        assertThat(Intake.json(answer).getString("requestId")).isEqualTo(ID);
        assertThat(intake.kafka.invocations()).isEmpty();
    }

    @Test
    void a_delivery_without_a_request_id_or_of_another_protocol_is_refused() {
        HttpResponse<String> answer = intake.send(
                intake.post(FirehoseRoute.PATH, "text/plain", "{}").header("X-Amz-Firehose-Protocol-Version", "2.0"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Intake.json(answer).getString("requestId")).isEmpty();
    }

    @Test
    void success_is_told_only_after_the_commit() {
        intake.kafka.goAway();
        byte[] body = delivery(ID, Intake.gzip(message(Records.line("r1", 5))));
        CompletableFuture<HttpResponse<String>> answer = intake.sending(intake.firehose(ID, body));
        Awaitility.await()
                .until(() -> intake.registry
                                .get("bedrock.meter.http.intake.waiting.bytes")
                                .gauge()
                                .value()
                        > 0);
        assertThat(answer).isNotDone();

        intake.kafka.comeBack();

        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(intake.kafka.invocations()).hasSize(1);
    }

    @Test
    void a_delivery_larger_than_the_memory_for_waiting_records_goes_through_in_slices() {
        GroupCommitSettings tight = new GroupCommitSettings(Duration.ZERO, 1_000, 8 << 20, Duration.ofSeconds(30));
        try (Intake sliced = Intake.with(tight, IntakeLimits.DEFAULT)) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 20_000; i++) {
                lines.append(Records.line("r" + i, 1)).append('\n');
            }

            HttpResponse<String> answer = sliced.send(sliced.firehose(ID, delivery(ID, Intake.gzip(lines.toString()))));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(sliced.kafka.invocations())
                    .extracting(Invocation::requestId)
                    .doesNotHaveDuplicates()
                    .hasSize(20_000);
            assertThat(sliced.intake.counters().invocations()).isEqualTo(20_000);
        }
    }

    private static String message(String... records) {
        JsonArray events = new JsonArray();
        for (String each : records) {
            events.add(new JsonObject().put("id", "1").put("timestamp", 1).put("message", each));
        }
        return new JsonObject(Records.fixture("payload-cwl-subscription-data-message.json"))
                .put("logEvents", events)
                .encode();
    }

    private static byte[] delivery(String requestId, byte[]... records) {
        return new JsonObject()
                .put("requestId", requestId)
                .put("timestamp", 1_578_090_901_599L)
                .put(
                        "records",
                        new JsonArray(List.of(records).stream()
                                .map(FirehoseRouteTest::data)
                                .toList()))
                .toBuffer()
                .getBytes();
    }

    private static JsonObject data(byte[] content) {
        return new JsonObject().put("data", Base64.getEncoder().encodeToString(content));
    }
}
