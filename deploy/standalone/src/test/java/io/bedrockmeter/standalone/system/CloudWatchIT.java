package io.bedrockmeter.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.ingest.IngestConfig;
import io.bedrockmeter.ingest.IngestService;
import io.bedrockmeter.ingest.cloudwatch.CloudWatchConfig;
import io.bedrockmeter.ingest.cloudwatch.FakeLogs;
import io.bedrockmeter.ingest.cloudwatch.LogGroup;
import io.bedrockmeter.ingest.cloudwatch.TailStatus;
import io.bedrockmeter.ingest.s3.S3Config;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log groups tailed with the real SDK from an endpoint that behaves as badly as AWS may, onto a real broker. */
@KafkaSuite
final class CloudWatchIT {

    private static final String GROUP = "/aws/bedrock/modelinvocations";
    private static final long SEED = 20261121;
    private static final Duration OVERLAP = Duration.ofSeconds(90);
    private static final int OLD_REQUESTS = 2_000;
    private static final int LIVE_REQUESTS = 600;
    private static final int ONE_BROKEN_IN = 40;
    private static final int LIVE_STEPS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final KafkaSettings kafka;
    private final Random random = new Random(SEED);
    private final Instant start = Instant.now();
    private final List<String> broken = new ArrayList<>();
    private int events;

    CloudWatchIT(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    private record Event(Instant time, String message) {}

    @Test
    void every_event_counts_once_whatever_fails_comes_late_or_is_read_again(@TempDir Path state) throws Exception {
        try (FakeLogs logs = new FakeLogs();
                FakeAws aws = FakeAws.at(logs.url())) {
            // Given a backfill and a live end, both in adverse conditions, and a restart between them
            logs.pagesOf(150);
            logs.misbehave(random);
            GeneratedLog old = GeneratedLog.generate(
                    OLD_REQUESTS,
                    SEED,
                    start.minus(Duration.ofHours(2)),
                    Duration.ofMinutes(110),
                    (time, record) -> add(logs, new Event(time, record)));
            List<Event> waiting = new ArrayList<>();
            GeneratedLog live = GeneratedLog.generate(
                    LIVE_REQUESTS,
                    SEED + 1,
                    start.minusSeconds(45),
                    Duration.ofSeconds(40),
                    (time, record) -> waiting.add(new Event(time, record)));

            // When
            try (IngestService ingest = ingest()) {
                makeVisible(logs, waiting, waiting.size() / 2);
                await().atMost(PATIENCE).until(() -> status(ingest).missing().isZero());
                TailStatus status = status(ingest);
                assertThat(status.throttled()).as("seed %d", SEED).isPositive();
                assertThat(status.failed()).isPositive();
            }
            for (int i = 0; i < LIVE_STEPS; i++) {
                add(logs, waiting.remove(0));
            }
            try (IngestService ingest = ingest()) {
                makeVisible(logs, waiting, waiting.size());
                Instant allVisible = Instant.now();
                await().atMost(PATIENCE)
                        .until(() -> !status(ingest).completeUntil().isBefore(allVisible.minus(OVERLAP)));
                assertThat(status(ingest).repeated()).isPositive();
            }

            // Then
            assertThat(MeteredTotals.of(kafka, state)).as("seed %d", SEED).isEqualTo(MeteredTotals.expected(old, live));
            assertThat(deadLetters())
                    .as("each broken event is one dead letter, also when it is read again after a restart")
                    .containsExactlyInAnyOrderElementsOf(broken);
            assertThat(aws).isNotNull();
        }
    }

    private IngestService ingest() {
        CloudWatchConfig tail = new CloudWatchConfig(
                List.of(new LogGroup(
                        GROUP,
                        "us-east-1",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(start.minus(Duration.ofHours(3))))),
                CloudWatchConfig.BEDROCK_STREAM,
                OVERLAP,
                Duration.ofSeconds(20),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofMinutes(20),
                4,
                1 << 20);
        IngestService ingest = new IngestService(
                IngestConfig.following("it", List.of(), List.of()).withAws(tail, S3Config.of(List.of())), kafka);
        ingest.start();
        return ingest;
    }

    private static TailStatus status(IngestService ingest) {
        return ingest.logGroups().get(0);
    }

    /** Bit by bit, so that some become visible long after their time. */
    private void makeVisible(FakeLogs logs, List<Event> waiting, int count) {
        int step = Math.max(1, count / LIVE_STEPS);
        for (int left = Math.min(count, waiting.size()); left > 0; left -= step) {
            for (int i = 0; i < Math.min(step, left); i++) {
                add(logs, waiting.remove(random.nextInt(waiting.size())));
            }
            long seen = logs.requests().size();
            await().atMost(PATIENCE).until(() -> logs.requests().size() > seen);
        }
    }

    private void add(FakeLogs logs, Event event) {
        String id = "e" + events++;
        logs.add(GROUP, id, event.time().toEpochMilli(), event.message());
        if (events % ONE_BROKEN_IN == 0) {
            String junk = "e" + events++;
            logs.add(GROUP, junk, event.time().toEpochMilli(), "no record");
            broken.add("cloudwatch:own:us-east-1:" + GROUP + ":" + junk);
        }
    }

    private List<String> deadLetters() {
        return new TopicContents(kafka.bootstrapServers(), kafka.topicPrefix())
                .values(Topics.DEAD_LETTERS).stream().map(DeadLetter::origin).toList();
    }
}
