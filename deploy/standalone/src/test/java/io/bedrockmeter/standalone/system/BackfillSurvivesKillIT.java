package io.bedrockmeter.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.ingest.cloudwatch.FakeLogs;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ingest} in a backfill of more than 200,000 records, killed at random points and started again. */
@KafkaSuite
@Tag("system")
final class BackfillSurvivesKillIT {

    private static final String GROUP = "/aws/bedrock/modelinvocations";
    private static final int REQUESTS = 150_000;
    private static final int RECORDS = 200_000;
    private static final int KILLS = 12;
    private static final int PAGE = 700;
    private static final long SEED = 20261121;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final KafkaSettings kafka;

    @TempDir
    private Path directory;

    BackfillSurvivesKillIT(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    @Test
    void totals_after_kills_equal_those_of_an_undisturbed_backfill() throws Exception {
        TopicSetup.ensure(kafka);
        TopicContents topics = new TopicContents(kafka.bootstrapServers(), kafka.topicPrefix());
        Instant from = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(2));
        try (FakeLogs logs = new FakeLogs()) {
            int[] records = {0};
            GeneratedLog log = GeneratedLog.generate(
                    REQUESTS,
                    SEED,
                    from,
                    Duration.ofHours(40),
                    (time, record) -> logs.add(GROUP, "e" + records[0]++, time.toEpochMilli(), record));
            logs.pagesOf(PAGE);
            assertThat(records[0]).isGreaterThan(RECORDS);
            int[] killAt = new Random(SEED)
                    .ints(KILLS, 1, records[0] * 9 / 10)
                    .sorted()
                    .toArray();

            for (int enough : killAt) {
                try (ProgramProcess ingest = start(logs, from)) {
                    await().atMost(PATIENCE).until(() -> topics.size(Topics.INVOCATIONS) >= enough);
                    ingest.kill();
                }
            }
            try (ProgramProcess ingest = start(logs, from)) {
                await().atMost(PATIENCE).until(() -> distinct(topics) == REQUESTS);
                assertThat(ingest.stop()).as("stopped within ten seconds").isTrue();
            }

            assertThat(MeteredTotals.of(kafka, directory.resolve("state")))
                    .as("seed %d, killed at %s", SEED, Arrays.toString(killAt))
                    .isEqualTo(MeteredTotals.expected(log));
            assertThat(topics.values(Topics.INVOCATIONS))
                    .as("what was committed is not read again")
                    .hasSize(records[0]);
        }
    }

    private ProgramProcess start(FakeLogs logs, Instant from) throws IOException {
        Path config = directory.resolve("ingest.yaml");
        Files.writeString(config, """
                inputs:
                  cloudWatch:
                    groups:
                      - {logGroup: %s, region: us-east-1, from: %s}
                    slice: 4h
                """.formatted(GROUP, from));
        Map<String, String> environment = new HashMap<>(FakeAws.environment(logs.url()));
        environment.put("BEDROCK_METER_KAFKA_TOPIC_PREFIX", kafka.topicPrefix());
        return ProgramProcess.start(
                environment,
                "ingest",
                "--config",
                config.toString(),
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--data-dir",
                directory.resolve("ingest").toString(),
                "--http-port",
                "0",
                "--management-port",
                "0");
    }

    private static long distinct(TopicContents topics) {
        return topics.size(Topics.INVOCATIONS) < RECORDS
                ? 0
                : topics.values(Topics.INVOCATIONS).stream()
                        .map(invocation -> invocation.requestId())
                        .distinct()
                        .count();
    }
}
