package io.bedrockmeter.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM in the middle of the work. */
@KafkaSuite
@Tag("system")
final class GracefulStopIT {

    private static final int REQUESTS = 40_000;
    private static final long SEED = 20261121;
    /** A member that does not leave is dropped ten seconds after a heartbeat, of which there is one every three. */
    private static final Duration LESS_THAN_A_SESSION = Duration.ofSeconds(6);

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final KafkaSettings kafka;

    @TempDir
    private Path directory;

    GracefulStopIT(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    @Test
    void services_under_load_end_within_ten_seconds_leave_their_groups_at_once_and_go_on_where_they_were()
            throws Exception {
        // Given
        GeneratedLog log = GeneratedLog.write(directory.resolve("calls.jsonl"), REQUESTS, SEED);
        TopicContents topics = new TopicContents(kafka.bootstrapServers(), kafka.topicPrefix());
        try (ProgramProcess metering = start("metering");
                ProgramProcess alerts = start("alerts");
                ProgramProcess ingest = start("ingest")) {
            ingest.management();
            await().atMost(PATIENCE).until(() -> members().size() >= 3);
            await().atMost(PATIENCE).until(() -> topics.size(Topics.LEDGER) > REQUESTS / 20);

            // When
            boolean meteringEnded = metering.stop();
            await().atMost(LESS_THAN_A_SESSION)
                    .until(() -> members().stream().noneMatch(group -> group.endsWith("-metering")));
            boolean othersEnded = alerts.stop() & ingest.stop();

            // Then
            assertThat(topics.size(Topics.LEDGER)).as("stopped under load").isLessThan(REQUESTS);
            assertThat(List.of(meteringEnded, othersEnded)).as("ended in time").containsOnly(true);
            await().atMost(LESS_THAN_A_SESSION).until(() -> members().isEmpty());
            for (ProgramProcess process : List.of(metering, alerts, ingest)) {
                assertThat(process.output()).doesNotContain("giving up").doesNotContain("\tat ");
            }
        }
        try (ProgramProcess metering = start("metering");
                ProgramProcess ingest = start("ingest")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(whole(topics)).isEqualTo(REQUESTS));
            assertThat(costByTeam(topics)).as("seed %d", SEED).isEqualTo(expected(log));
            assertThat(metering.isAlive() && ingest.isAlive()).isTrue();
        }
    }

    private ProgramProcess start(String service) throws IOException {
        Path config = Files.writeString(
                directory.resolve(service + ".yaml"),
                "inputs:\n  logs: [%s]\n".formatted(directory.resolve("calls.jsonl")));
        return ProgramProcess.start(
                "512m",
                Map.of("BEDROCK_METER_KAFKA_TOPIC_PREFIX", kafka.topicPrefix()),
                service,
                "--config",
                config.toString(),
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--data-dir",
                directory.resolve(service).toString(),
                "--http-port",
                "0",
                "--management-port",
                "0");
    }

    /** Groups of this installation with members, once for each. */
    private Set<String> members() throws Exception {
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            List<String> groups = admin.listGroups().all().get().stream()
                    .map(group -> group.groupId())
                    .filter(group -> group.startsWith(kafka.topicPrefix()))
                    .toList();
            return admin.describeConsumerGroups(groups).all().get().values().stream()
                    .filter(group -> !group.members().isEmpty())
                    .map(group -> group.groupId())
                    .collect(Collectors.toSet());
        }
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

    private static long whole(TopicContents topics) {
        return topics.latest(Topics.spendByTag(Granularity.MONTH)).values().stream()
                .filter(spend -> spend.tagKey().equals(TagSpend.WHOLE))
                .mapToLong(spend -> spend.totals().requests())
                .sum();
    }
}
