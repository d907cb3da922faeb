package io.bedrockmeter.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.TagEvent;
import io.vertx.core.json.JsonArray;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Shared transactions, and what happens while Kafka is away. */
final class GroupCommitTest {

    private static final String WAITING = "bedrock.meter.http.intake.waiting.bytes";

    @Test
    void requests_that_come_together_share_a_transaction() {
        GroupCommitSettings patient =
                new GroupCommitSettings(Duration.ofMillis(100), 20_000, 64 << 20, Duration.ofSeconds(30));
        try (Intake intake = Intake.with(patient, IntakeLimits.DEFAULT)) {
            intake.kafka.goAway();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(intake.sending(event(intake, "r" + i)));
            }
            Awaitility.await().until(() -> waiting(intake) > 100_000);
            intake.kafka.comeBack();

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(204));
            assertThat(intake.kafka.tagEvents()).hasSize(100);
            assertThat(intake.kafka.commits()).isLessThan(20);
            assertThat(intake.intake.counters().committedRequests()).isEqualTo(100);
        }
    }

    @Test
    void while_kafka_is_away_requests_are_refused_memory_is_bounded_and_nothing_accepted_is_lost() {
        GroupCommitSettings tight =
                new GroupCommitSettings(Duration.ofMillis(5), 20_000, 8 << 20, Duration.ofMillis(500));
        try (Intake intake = Intake.with(tight, IntakeLimits.DEFAULT)) {
            assertThat(intake.send(event(intake, "before")).statusCode()).isEqualTo(204);
            intake.kafka.goAway();
            Set<String> acknowledged = new HashSet<>(Set.of("before"));
            for (int round = 0; round < 20; round++) {
                List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    answers.add(intake.sending(batch(intake, "away-" + round + "-" + i + "-", 500)));
                }
                for (CompletableFuture<HttpResponse<String>> answer : answers) {
                    assertThat(answer.join().statusCode()).isEqualTo(503);
                    assertThat(answer.join().headers().firstValue("Retry-After"))
                            .isPresent();
                }
                assertThat(waiting(intake)).isLessThanOrEqualTo(8 << 20);
            }
            assertThat(intake.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(intake.intake.counters().overloaded()).isEqualTo(160);

            intake.kafka.comeBack();
            Awaitility.await().until(() -> intake.get("/readyz").statusCode() == 200 && waiting(intake) == 0);
            for (int i = 0; i < 10; i++) {
                assertThat(intake.send(event(intake, "after" + i)).statusCode()).isEqualTo(204);
                acknowledged.add("after" + i);
            }

            assertThat(intake.kafka.tagEvents()).extracting(TagEvent::requestId).containsAll(acknowledged);
        }
    }

    @Test
    void after_a_failure_for_good_waiting_requests_are_refused_and_a_new_sink_is_opened() {
        try (Intake intake = Intake.open()) {
            intake.kafka.refuse();

            HttpResponse<String> refused = intake.send(event(intake, "r1"));
            HttpResponse<String> still = intake.send(event(intake, "r1"));

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(still.statusCode()).isEqualTo(503);
            assertThat(intake.get("/readyz").body()).contains("Kafka refuses what is written");
            intake.kafka.comeBack();
            Awaitility.await().until(() -> intake.send(event(intake, "r1")).statusCode() == 204);
            assertThat(intake.kafka.opened()).isEqualTo(2);
            assertThat(intake.kafka.tagEvents()).extracting(TagEvent::requestId).containsExactly("r1");
        }
    }

    @Test
    void an_instance_that_is_fenced_once_goes_on_and_one_that_shares_its_id_gives_up() {
        try (Intake intake = Intake.open()) {
            Awaitility.await().until(() -> intake.kafka.commits() == 1);
            intake.kafka.fence(1);
            assertThat(intake.send(event(intake, "r1")).statusCode()).isEqualTo(503);
            Awaitility.await().until(() -> intake.send(event(intake, "r1")).statusCode() == 204);
            assertThat(intake.intake.failure()).isEmpty();

            intake.kafka.fence(2);
            Awaitility.await().until(() -> {
                intake.send(event(intake, "r2"));
                return intake.intake.failure().isPresent();
            });

            assertThat(intake.intake.failure())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("another instance with the same id"));
            HttpResponse<String> refused = intake.send(event(intake, "r3"));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(intake.get("/readyz").body()).contains("another instance with the same id");
        }
    }

    @Test
    void what_waits_when_the_service_stops_is_committed_before() {
        MemoryKafka kafka = new MemoryKafka();
        GroupCommit commit = new GroupCommit(
                "test",
                kafka::open,
                GroupCommitSettings.DEFAULT,
                new IntakeCounters(),
                new HeartBeat("test", Clock.systemUTC()));
        RecordBatch batch = new RecordBatch();
        batch.tagEvent(new TagEvent("r1", Map.of(), "", "", "", -1, true, "s", "e", Instant.EPOCH));
        CompletableFuture<?> committed = commit.submit(batch, Duration.ZERO);

        commit.close();

        assertThat(committed).isCompleted();
        assertThat(kafka.tagEvents()).hasSize(1);
        assertThat(commit.waitingBytes()).isZero();
    }

    private static double waiting(Intake intake) {
        return intake.registry.get(WAITING).gauge().value();
    }

    private static HttpRequest.Builder event(Intake intake, String requestId) {
        return intake.post(
                "/v1/events",
                "application/cloudevents+json",
                EventsRouteTest.tags(requestId, requestId).encode());
    }

    private static HttpRequest.Builder batch(Intake intake, String prefix, int size) {
        JsonArray events = new JsonArray();
        for (int i = 0; i < size; i++) {
            events.add(EventsRouteTest.tags(prefix + i, prefix + i));
        }
        return intake.post("/v1/events", "application/cloudevents-batch+json", events.encode());
    }
}
