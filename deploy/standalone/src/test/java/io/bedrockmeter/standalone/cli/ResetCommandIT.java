package io.bedrockmeter.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import io.bedrockmeter.standalone.metering.MeteredCalls;
import io.bedrockmeter.standalone.topics.TopicReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KafkaSuite
final class ResetCommandIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CALLS = 400;

    private final KafkaSettings kafka;

    @TempDir
    private Path data;

    ResetCommandIT(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    @Test
    void metering_is_not_reset_while_it_runs_and_afterwards_makes_the_same_totals_again() throws Exception {
        // Given
        TopicSetup.ensure(kafka);
        MeteredCalls.send(kafka, 0, CALLS);
        Totals before;
        CommandRun whileRunning;
        try (MeteringService metering = metering()) {
            metering.start();
            metering.awaitCaughtUp(PATIENCE);
            before = MeteredCalls.total(metering);
            whileRunning = reset("metering", "--yes");
        }
        assertThat(whileRunning.exitCode()).isEqualTo(1);
        assertThat(whileRunning.err()).contains("services are running, nothing was changed");
        assertThat(groups()).contains(applicationId());

        // When
        CommandRun asked = reset("metering");
        int entries = values(Topics.LEDGER);
        CommandRun done = reset("metering", "--yes");

        // Then
        assertThat(asked.exitCode()).isEqualTo(2);
        assertThat(asked.err()).contains("add --yes");
        assertThat(entries).isEqualTo(CALLS);
        assertThat(asked.out()).isEqualTo(done.out()).contains("ledger.v1", "requests-changelog", "spend-rolling.v1");
        assertThat(done.exitCode()).isZero();
        assertThat(groups()).doesNotContain(applicationId());
        assertThat(topics()).noneMatch(topic -> topic.startsWith(applicationId()));
        assertThat(values(Topics.LEDGER)).isZero();
        assertThat(latest(Topics.SPEND_ROLLING)).isEmpty();
        assertThat(data.resolve("state")).isEmptyDirectory();
        try (MeteringService metering = metering()) {
            metering.start();
            metering.awaitCaughtUp(PATIENCE);
            assertThat(MeteredCalls.total(metering)).isEqualTo(before);
            assertThat(before.cost()).isEqualTo(MeteredCalls.cost(CALLS));
        }
        assertThat(values(Topics.LEDGER)).isEqualTo(CALLS);
    }

    @Test
    void local_state_alone_is_restored_and_a_neighbour_with_a_longer_name_is_left_alone() throws Exception {
        KafkaSettings longer = new KafkaSettings(
                kafka.bootstrapServers(),
                kafka.topicPrefix() + "second.",
                kafka.partitions(),
                kafka.replicationFactor(),
                kafka.clientProperties());
        TopicSetup.ensure(longer);
        Path state = data.resolve("state");
        MeteredCalls.send(longer, 0, CALLS);
        try (MeteringService metering = new MeteringService(MeteringConfig.defaults(state), longer)) {
            metering.start();
            metering.awaitCaughtUp(PATIENCE);
        }

        TopicSetup.ensure(kafka);
        assertThat(reset("state", "--yes").exitCode()).isZero();
        assertThat(state.resolve(longer.topicPrefix() + "bedrock-meter-metering"))
                .isDirectory();
        CommandRun own = CommandRun.of(
                "reset",
                "state",
                "--yes",
                "--bootstrap-servers",
                longer.bootstrapServers(),
                "--topic-prefix",
                longer.topicPrefix(),
                "--data-dir",
                data.toString());

        assertThat(own.exitCode()).isZero();
        assertThat(Files.list(state)).isEmpty();
        try (MeteringService metering = new MeteringService(MeteringConfig.defaults(state), longer)) {
            metering.start();
            metering.awaitCaughtUp(PATIENCE);
            assertThat(MeteredCalls.total(metering).cost()).isEqualTo(MeteredCalls.cost(CALLS));
        }
    }

    private MeteringService metering() {
        return new MeteringService(MeteringConfig.defaults(data.resolve("state")), kafka);
    }

    private String applicationId() {
        return kafka.topicPrefix() + "bedrock-meter-metering";
    }

    private CommandRun reset(String... arguments) {
        List<String> all = new ArrayList<>(List.of("reset"));
        all.addAll(List.of(arguments));
        all.addAll(List.of(
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--topic-prefix",
                kafka.topicPrefix(),
                "--data-dir",
                data.toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private Set<String> topics() throws Exception {
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            return admin.listTopics().names().get();
        }
    }

    private List<String> groups() throws Exception {
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            return admin.listGroups().all().get().stream()
                    .map(group -> group.groupId())
                    .toList();
        }
    }

    private <V> int values(Topic<V> topic) {
        int[] count = new int[1];
        try (TopicReader<V> reader = new TopicReader<>(kafka, topic, problem -> {})) {
            reader.readAll(found -> count[0]++);
        }
        return count[0];
    }

    private <V> Map<String, V> latest(Topic<V> topic) {
        Map<String, V> latest = new HashMap<>();
        try (TopicReader<V> reader = new TopicReader<>(kafka, topic, problem -> {})) {
            reader.readAll(found -> found.value()
                    .ifPresentOrElse(value -> latest.put(found.key(), value), () -> latest.remove(found.key())));
        }
        return latest;
    }
}
