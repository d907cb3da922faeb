package io.bedrockmeter.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} on a large file, killed at random points and started again: totals as if nothing had happened. */
final class RunSurvivesKillIT {

    private static final int REQUESTS = 30_000;
    private static final int KILLS = 3;
    private static final long SEED = 20261121;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path directory;

    @Test
    void totals_after_kills_equal_those_of_an_undisturbed_run_and_no_prompt_is_anywhere() throws Exception {
        GeneratedLog log = GeneratedLog.write(directory.resolve("calls.jsonl"), REQUESTS, SEED);
        Path config = directory.resolve("run.yaml");
        Files.writeString(config, "inputs:\n  logs: [%s]\n".formatted(directory.resolve("calls.jsonl")));
        Path data = directory.resolve("data");
        Random random = new Random(SEED);

        for (int kill = 0; kill < KILLS; kill++) {
            try (ProgramProcess program = start(config, data)) {
                TopicContents topics = new TopicContents(program.bootstrapServers());
                int enough = entered(topics) + 1 + random.nextInt(REQUESTS / (KILLS + 2));
                await().atMost(PATIENCE).until(() -> entered(topics) >= Math.min(enough, REQUESTS));
                program.kill();
            }
        }

        try (ProgramProcess program = start(config, data)) {
            TopicContents topics = new TopicContents(program.bootstrapServers());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(whole(topics)).isEqualTo(REQUESTS));
            assertThat(costByTeam(topics)).as("seed %d", SEED).isEqualTo(expected(log));
            assertThat(netRequests(topics)).isEqualTo(REQUESTS);
            topics.everything(RunSurvivesKillIT::assertNoCanary);
            assertThat(program.stop()).as("stopped within ten seconds").isTrue();
            assertThat(program.output()).doesNotContain(GeneratedLog.CANARY).doesNotContain("\tat ");
        }
        assertNoCanaryIn(data);
    }

    private static ProgramProcess start(Path config, Path data) throws IOException {
        return ProgramProcess.start(
                "run",
                "--config",
                config.toString(),
                "--data-dir",
                data.toString(),
                "--kafka-port",
                "0",
                "--http-port",
                "0",
                "--management-port",
                "0");
    }

    private static int entered(TopicContents topics) {
        return topics.values(Topics.LEDGER).size();
    }

    private static long whole(TopicContents topics) {
        return topics.latest(Topics.spendByTag(Granularity.MONTH)).values().stream()
                .filter(spend -> spend.tagKey().equals(TagSpend.WHOLE))
                .mapToLong(spend -> spend.totals().requests())
                .sum();
    }

    private static Map<String, Money> costByTeam(TopicContents topics) {
        Map<String, Money> costs = new TreeMap<>();
        topics.latest(Topics.spendByTag(Granularity.MONTH)).values().stream()
                .filter(spend -> spend.tagKey().equals("Team"))
                .forEach(spend -> costs.merge(spend.tagValue(), spend.totals().cost(), Money::plus));
        return costs;
    }

    private static Map<String, Money> expected(GeneratedLog log) {
        Map<String, Money> costs = new TreeMap<>();
        log.costByTeam().forEach((team, cost) -> costs.put(team, Money.ofUsd(cost)));
        return costs;
    }

    /** Requests whose ledger entries sum to exactly one. */
    private static long netRequests(TopicContents topics) {
        Map<String, Integer> signs = new HashMap<>();
        for (LedgerEntry entry : topics.values(Topics.LEDGER)) {
            signs.merge(entry.requestId(), entry.sign(), Integer::sum);
        }
        return signs.values().stream().filter(sum -> sum == 1).count();
    }

    private static void assertNoCanary(ConsumerRecord<byte[], byte[]> record) {
        for (byte[] bytes : new byte[][] {record.key(), record.value()}) {
            if (bytes != null && new String(bytes, StandardCharsets.ISO_8859_1).contains(GeneratedLog.CANARY)) {
                throw new AssertionError("a prompt is on topic " + record.topic() + " at offset " + record.offset());
            }
        }
    }

    private static void assertNoCanaryIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).filter(RunSurvivesKillIT::hasCanary))
                    .as("files that hold a prompt")
                    .isEmpty();
        }
    }

    private static boolean hasCanary(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(GeneratedLog.CANARY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
