package io.bedrockmeter.standalone.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.runtime.config.Config;
import io.bedrockmeter.runtime.config.InvalidConfigException;
import io.bedrockmeter.runtime.config.Setting;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.TagSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunConfigTest {

    private static final Path DOCUMENTATION = Path.of("../../docs/configuration.md");
    private static final Pattern FIRST_COLUMN =
            Pattern.compile("^\\| `([A-Za-z.]+)` \\| (`[^`]+`|[^|]+) \\|", Pattern.MULTILINE);
    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    private RunConfig load(String yaml, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(directory.resolve("meter.yaml"), yaml);
        return RunConfig.load(Optional.of(file), environment).value();
    }

    @Test
    void every_key_is_documented_with_its_default_and_nothing_else_is() throws IOException {
        Map<String, String> documented = FIRST_COLUMN
                .matcher(Files.readString(DOCUMENTATION))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
        Config.Loaded<RunConfig> defaults = RunConfig.load(Optional.empty(), Map.of());

        Set<String> free =
                Set.of("kafka.properties", "metering.taxonomy", "metering.defaultTags", "metering.principals");
        Set<String> optional = Set.of(
                "kafka.bootstrapServers",
                "kafka.schemaRegistryUrl",
                "alerts.budgets",
                "alerts.snsTopicArn",
                "metering.frozenBefore");
        Set<String> known = Stream.of(defaults.settings().stream().map(Setting::key), free.stream(), optional.stream())
                .flatMap(keys -> keys)
                .collect(Collectors.toSet());
        assertThat(documented.keySet()).isEqualTo(known);
        for (Setting setting : defaults.settings()) {
            String written = documented.getOrDefault(setting.key(), "");
            if (written.startsWith("`") && !setting.value().startsWith("[")) {
                assertThat(written.replace("`", "").toLowerCase(Locale.ROOT))
                        .as(setting.key())
                        .isEqualTo(setting.value().toLowerCase(Locale.ROOT));
            }
        }
    }

    @Test
    void the_example_of_the_documentation_can_be_used() throws IOException {
        String example = YAML_BLOCK
                .matcher(Files.readString(DOCUMENTATION))
                .results()
                .map((MatchResult block) -> block.group(1))
                .findFirst()
                .orElseThrow();

        RunConfig config = load(example, Map.of("KAFKA_JAAS", "sesame"));

        assertThat(config.kafka().bootstrapServers()).contains("broker-1:9092,broker-2:9092");
        assertThat(config.kafka().properties()).containsEntry("sasl.jaas.config", "sesame");
        assertThat(config.metering().zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(config.metering().taxonomy().keys()).containsExactly("Team", "Product");
        assertThat(config.metering().taxonomy().canonical("team_id")).isEqualTo("Team");
        assertThat(config.metering().principals().tagsOf("arn:aws:sts::1:assumed-role/search-api/x"))
                .isEqualTo(Map.of("Team", "search"));
        assertThat(config.toString()).doesNotContain("sesame");
    }

    @Test
    void sources_that_are_left_out_of_the_trust_order_are_not_believed() throws IOException {
        RunConfig config = load("metering: {trustOrder: [tagEvent, profile]}", Map.of());

        assertThat(config.metering().trustOrder())
                .containsExactly(TagSource.TAG_EVENT, TagSource.PROFILE, TagSource.DEFAULT);
    }

    @Test
    void windows_and_warm_copies_are_kept_as_asked() throws IOException {
        RunConfig config = load("metering: {standbyReplicas: 1, retention: {minute: 3d, day: 2000d}}", Map.of());

        assertThat(config.metering().standbyReplicas()).isEqualTo(1);
        assertThat(config.metering().retention())
                .containsEntry(Granularity.MINUTE, Duration.ofDays(3))
                .containsEntry(Granularity.HOUR, Duration.ofDays(100))
                .containsEntry(Granularity.DAY, Duration.ofDays(2_000));
    }

    @Test
    void environment_variables_override_the_file() throws IOException {
        RunConfig config = load(
                "kafka: {partitions: 8}\nmetering: {requestHorizon: 2d}",
                Map.of(
                        "BEDROCK_METER_KAFKA_PARTITIONS", "16",
                        "BEDROCK_METER_DATA_DIRECTORY", "/elsewhere",
                        "BEDROCK_METER_INPUTS_LOGS", "a.json,b.json"));

        assertThat(config.kafka().partitions()).isEqualTo(16);
        assertThat(config.metering().requestHorizon()).isEqualTo(Duration.ofDays(2));
        assertThat(config.metering().stateDir()).isEqualTo(Path.of("/elsewhere/state"));
        assertThat(config.inputs().logs()).isEqualTo(List.of(Path.of("a.json"), Path.of("b.json")));
    }

    @Test
    void problems_of_all_sections_are_told_together() {
        assertThatThrownBy(() -> load("""
                        kafka:
                          bootstrapServers: broker
                          topicPrefix: "bed rock"
                          embeddedPort: 70000
                        metering:
                          trustOrder: [profile, gossip]
                          taxonomy: {Team: [], te-am: []}
                          defaultTags: {Squad: x}
                          principals:
                            - tags: {Team: a}
                          requestStore: tape
                        """, Map.of()))
                .isInstanceOf(InvalidConfigException.class)
                .message()
                .satisfies(message ->
                        assertThat(message.replace(directory + "/", "")).isEqualTo("""
                                meter.yaml:2: kafka.bootstrapServers: found 'broker', expected host:port, several separated by commas
                                meter.yaml:3: kafka.topicPrefix: found 'bed rock', expected 1 to 100 letters, digits, dots, underscores or hyphens
                                meter.yaml:4: kafka.embeddedPort: found '70000', expected a whole number from 0 to 65535
                                meter.yaml:6: metering.trustOrder: found 'gossip', expected tag sources, most trusted first, out of profile, project, tagEvent, principal, requestMetadata
                                meter.yaml:7: metering.taxonomy: found tag key 'te-am' of te-am is spelled like one of Team, expected keys and aliases that differ in letters and digits
                                meter.yaml:8: metering.defaultTags: found 'Squad', expected keys of the taxonomy: Application, Environment, Team, CostCenter, Owner
                                meter.yaml:10: metering.principals[0].pattern: found nothing, expected an IAM ARN in which * stands for anything
                                meter.yaml:11: metering.requestStore: found 'tape', expected disk or memory"""));
    }
}
