package io.bedrockmeter.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KafkaSuite
final class TopicsCommandIT {

    private final KafkaSettings kafka;

    TopicsCommandIT(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    @Test
    void created_topics_are_as_they_should_be_and_each_change_for_the_worse_is_named_and_stops_a_service(
            @TempDir Path directory) throws Exception {
        // Given
        CommandRun before = topics("check");
        assertThat(before.exitCode()).isEqualTo(1);
        assertThat(before.out().lines().filter(line -> line.contains("missing")))
                .hasSize(Topics.all().size());
        assertThat(topics("create").out().lines()).hasSize(Topics.all().size());
        assertThat(topics("create").out()).isEmpty();
        CommandRun asCreated = topics("check");
        assertThat(asCreated.err()).contains("are as they should be");
        assertThat(asCreated.exitCode()).isZero();

        // When
        change(Topics.LEDGER, "cleanup.policy", "compact");
        change(Topics.INVOCATIONS, "retention.ms", "3600000");
        change(Topics.usage(Granularity.DAY), "max.message.bytes", "2000");
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            admin.createPartitions(Map.of(kafka.name(Topics.TAG_EVENTS), NewPartitions.increaseTo(7)))
                    .all()
                    .get();
        }

        // Then
        await().atMost(Duration.ofSeconds(30))
                .until(() -> topics("check").out().lines().count() == 2 + 4);
        CommandRun after = topics("check");
        assertThat(after.exitCode()).isEqualTo(1);
        assertThat(after.out().lines().skip(2))
                .hasSize(4)
                .anyMatch(line -> line.matches("wrong +\\S+ledger.v1 +cleanup.policy +compact +delete .*"))
                .anyMatch(line -> line.matches("wrong +\\S+tag-events.v1 +partitions +7 +\\d, as \\S+invocations.v1.*"))
                .anyMatch(
                        line -> line.matches("risky +\\S+invocations.v1 +retention.ms +3600000 +at least 1209600000.*"))
                .anyMatch(line -> line.matches("risky +\\S+usage.day.v1 +max.message.bytes +2000 .*"));
        CommandRun service = CommandRun.of(
                "metering",
                "--config",
                config(directory).toString(),
                "--data-dir",
                directory.resolve("data").toString());
        assertThat(service.exitCode()).isEqualTo(1);
        assertThat(service.err())
                .contains("ledger.v1: cleanup.policy is compact, expected delete")
                .contains("tag-events.v1: partitions is 7")
                .doesNotContain("retention.ms")
                .doesNotContain("\tat ");
    }

    private Path config(Path directory) throws Exception {
        return Files.writeString(
                directory.resolve("metering.yaml"), """
                kafka:
                  bootstrapServers: %s
                  topicPrefix: %s
                """.formatted(kafka.bootstrapServers(), kafka.topicPrefix()));
    }

    private CommandRun topics(String command) {
        return CommandRun.of(
                "topics",
                command,
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--topic-prefix",
                kafka.topicPrefix());
    }

    private void change(Topic<?> topic, String setting, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, kafka.name(topic));
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            admin.incrementalAlterConfigs(Map.of(
                            resource,
                            List.of(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }
}
