package io.bedrockmeter.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.log.Records;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random and damaged bodies: always an answer, never an error of the server's own, nothing kept in memory. */
final class IntakeFuzzTest {

    private static final int ROUNDS = 400;
    private static final String CANARY = "CANARY-prompt-text";

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_121, 77_003})
    void damaged_bodies_get_a_client_error_or_are_taken_and_the_server_stays_well(long seed) {
        Random random = new Random(seed);
        try (Intake intake = Intake.open()) {
            for (int round = 0; round < ROUNDS; round++) {
                HttpResponse<String> answer = intake.send(request(intake, random));

                assertThat(answer.statusCode())
                        .as("seed %d, round %d: %s", seed, round, answer.body())
                        .isIn(Set.of(200, 204, 207, 400, 413, 415));
                assertThat(answer.body()).doesNotContain(CANARY);
            }

            assertThat(intake.kafka.deadLetters().toString()).doesNotContain(CANARY);
            assertThat(intake.registry
                            .get("bedrock.meter.http.intake.bodies.bytes")
                            .gauge()
                            .value())
                    .isZero();
            assertThat(intake.registry
                            .get("bedrock.meter.http.intake.waiting.bytes")
                            .gauge()
                            .value())
                    .isZero();
            assertThat(intake.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_deeply_nested_body_is_refused() {
        try (Intake intake = Intake.open()) {
            String deep = "[".repeat(200_000);

            for (String path : List.of("/v1/events", "/v1/invocations")) {
                assertThat(intake.send(intake.post(path, "application/json", deep))
                                .statusCode())
                        .as(path)
                        .isIn(207, 400);
            }
            assertThat(intake.send(intake.firehose("r", deep.getBytes(StandardCharsets.UTF_8)))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    private static HttpRequest.Builder request(Intake intake, Random random) {
        byte[] body = damaged(sample(random), random);
        boolean gzip = random.nextInt(4) == 0;
        byte[] sent = gzip ? damagedAtTimes(Intake.gzip(body), random) : body;
        HttpRequest.Builder request = switch (random.nextInt(5)) {
            case 0 -> intake.firehose("r", sent);
            case 1 -> intake.post("/v1/events", "application/cloudevents+json", sent);
            case 2 -> intake.post("/v1/events", "application/cloudevents-batch+json", sent);
            case 3 ->
                intake.post("/v1/events", "application/json", sent)
                        .header("ce-specversion", random.nextBoolean() ? "1.0" : "%4")
                        .header("ce-id", "e")
                        .header("ce-source", "/s")
                        .header("ce-type", "io.bedrockmeter.request-tags.v1");
            default -> intake.post("/v1/invocations", "application/x-ndjson", sent);
        };
        return gzip ? request.header("Content-Encoding", "gzip") : request;
    }

    private static byte[] sample(Random random) {
        String record = Records.with("\"input\":{\"inputBodyJson\":{\"prompt\":\"" + CANARY + "\"}}");
        String data = Base64.getEncoder()
                .encodeToString(random.nextBoolean() ? Intake.gzip(record) : record.getBytes(StandardCharsets.UTF_8));
        List<String> samples = List.of(
                "{\"requestId\":\"r\",\"timestamp\":1,\"records\":[{\"data\":\"" + data + "\"}]}",
                EventsRouteTest.tags("e", "r").encode(),
                "[" + EventsRouteTest.usage("e", "r").encode() + ","
                        + EventsRouteTest.tags("f", "s").encode() + "]",
                EventsRouteTest.tags("e", "r")
                        .getJsonObject("data")
                        .put("prompt", CANARY)
                        .encode(),
                record + "\n" + record);
        return samples.get(random.nextInt(samples.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] damagedAtTimes(byte[] body, Random random) {
        return random.nextBoolean() ? damaged(body, random) : body;
    }

    /** Cuts, repeats, overwrites and inserts bytes, a few times. */
    private static byte[] damaged(byte[] body, Random random) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : body) {
            bytes.add(b);
        }
        String[] bits = {"{", "}", "[", "]", "\"", ":", ",", "\\", "null", "-1e999999999", "\u0000", "\ud800", "\n"};
        for (int change = random.nextInt(6); change > 0 && !bytes.isEmpty(); change--) {
            int at = random.nextInt(bytes.size());
            switch (random.nextInt(4)) {
                case 0 -> bytes.subList(at, bytes.size()).clear();
                case 1 -> bytes.set(at, (byte) random.nextInt(256));
                case 2 -> bytes.addAll(at, new ArrayList<>(bytes.subList(at, Math.min(bytes.size(), at + 50))));
                default -> {
                    for (byte b : bits[random.nextInt(bits.length)].getBytes(StandardCharsets.UTF_8)) {
                        bytes.add(at, b);
                    }
                }
            }
        }
        byte[] damaged = new byte[bytes.size()];
        for (int i = 0; i < damaged.length; i++) {
            damaged[i] = bytes.get(i);
        }
        return damaged;
    }
}
