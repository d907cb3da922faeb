package io.bedrockmeter.standalone.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.ingest.aws.BedrockAccount;
import io.bedrockmeter.ingest.aws.MantleSettings;
import io.bedrockmeter.ingest.aws.SyncConfig;
import io.bedrockmeter.ingest.cloudwatch.LogGroup;
import io.bedrockmeter.runtime.config.Config;
import io.bedrockmeter.runtime.config.InvalidConfigException;
import io.bedrockmeter.runtime.config.Setting;
import io.bedrockmeter.runtime.http.TlsFiles;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.TagSource;
import java.io.IOException;
import java.net.URI;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunConfigTest {

    private static final Path DOCUMENTATION = Path.of("../../docs/configuration.md");
    private static final Pattern FIRST_COLUMN =
            Pattern.compile("^\\| `([A-Za-z0-9.]+)` \\| (`[^`]+`|[^|]+) \\|", Pattern.MULTILINE);
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

        Set<String> free = Set.of(
                "kafka.properties",
                "metrics.otlp.headers",
                "metrics.otlp.attributes",
                "inputs.cloudWatch.groups",
                "inputs.s3.buckets",
                "http.jwt.grants",
                "metering.taxonomy",
                "metering.defaultTags",
                "metering.principals",
                "references.sync.accounts",
                "references.sync.projects",
                "references.tagPolicy");
        Set<String> optional = Set.of(
                "kafka.bootstrapServers",
                "kafka.schemaRegistryUrl",
                "http.keys",
                "http.certificate",
                "http.privateKey",
                "http.jwt.issuer",
                "http.jwt.audience",
                "http.jwt.jwks",
                "http.peerKey",
                "http.advertised",
                "http.publicUrl",
                "alerts.budgets",
                "alerts.snsTopicArn",
                "alerts.webhook.url",
                "alerts.webhook.secret",
                "metering.frozenBefore",
                "metrics.otlp.url");
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

        RunConfig config = load(example, Map.of("KAFKA_JAAS", "sesame", "MANTLE_KEY", "open"));

        assertThat(config.kafka().bootstrapServers()).contains("broker-1:9092,broker-2:9092");
        assertThat(config.kafka().properties()).containsEntry("sasl.jaas.config", "sesame");
        assertThat(config.http().server().host()).isEqualTo("0.0.0.0");
        assertThat(config.inputs().cloudWatch().groups())
                .containsExactly(LogGroup.of("/aws/bedrock/modelinvocations", "eu-central-1"));
        assertThat(config.metering().zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(config.metering().taxonomy().keys()).containsExactly("Team", "Product");
        assertThat(config.metering().taxonomy().canonical("team_id")).isEqualTo("Team");
        assertThat(config.metering().principals().tagsOf("arn:aws:sts::1:assumed-role/search-api/x"))
                .isEqualTo(Map.of("Team", "search"));
        SyncConfig sync = config.aws().sync().orElseThrow();
        assertThat(sync.profiles())
                .extracting(BedrockAccount::toString)
                .containsExactly(
                        "bedrock in us-east-1",
                        "bedrock in eu-central-1",
                        "bedrock in us-east-1 as arn:aws:iam::444455556666:role/bedrock-meter");
        assertThat(sync.projects())
                .extracting(MantleSettings::base)
                .containsExactly(URI.create("https://bedrock-mantle.us-east-1.api.aws/v1"));
        assertThat(sync.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.aws().tagPolicy().canonical("SQUAD")).isEqualTo("Team");
        assertThatThrownBy(() -> config.aws().tagPolicy().check(Map.of("Team", "chat")))
                .hasMessageContaining("expected one of ads, search");
        assertThat(config.toString()).doesNotContain("sesame").doesNotContain("open");
    }

    @Test
    void nothing_is_learned_from_aws_unless_an_account_or_project_is_named() throws IOException {
        assertThat(load("references: {sync: {interval: 1h}}", Map.of()).aws().sync())
                .isEmpty();
        assertThat(load("references: {sync: {accounts: [{}]}}", Map.of())
                        .aws()
                        .sync()
                        .orElseThrow()
                        .profiles())
                .containsExactly(BedrockAccount.DEFAULT);
    }

    @Test
    void keys_and_endpoints_that_the_file_leaves_out_come_from_the_environment() throws IOException {
        RunConfig config = load(
                "references: {sync: {interval: 30s, projects: [{region: us-east-1}]}}",
                Map.of(
                        "AWS_BEARER_TOKEN_BEDROCK", "open",
                        "AWS_ENDPOINT_URL_BEDROCK_MANTLE", "http://127.0.0.1:9",
                        "BEDROCK_METER_REFERENCES_SYNC_INTERVAL", "45s"));

        SyncConfig sync = config.aws().sync().orElseThrow();
        assertThat(sync.interval()).isEqualTo(Duration.ofSeconds(45));
        assertThat(sync.projects()).singleElement().satisfies(place -> {
            assertThat(place.base()).isEqualTo(URI.create("http://127.0.0.1:9/v1"));
            assertThat(place.key().reveal()).isEqualTo("open");
        });
    }

    @Test
    void every_problem_with_sync_and_tag_policy_is_told_and_no_key() {
        assertThatThrownBy(() -> load("""
                        references:
                          sync:
                            interval: 1s
                            accounts:
                              - {regions: [Ohio, us-east-1], roleArn: role/x}
                              - {roleArn: "arn:aws:iam::111122223333:role/m"}
                              - {regions: [us-east-1], externalId: x}
                              - {regions: [us-east-1], account: y}
                              - {regions: [us-east-1, us-east-1]}
                            projects:
                              - {region: Ohio, key: sesame}
                              - {region: us-east-1}
                          tagPolicy:
                            - {key: Team, aliases: [squad]}
                            - {key: Squad}
                            - {key: "aws:x", required: maybe}
                        """, Map.of()))
                .isInstanceOf(InvalidConfigException.class)
                .message()
                .satisfies(message -> assertThat(message)
                        .contains(
                                ":3: references.sync.interval: found '1s', expected a duration",
                                ":5: references.sync.accounts[0].regions: found 'Ohio', expected Regions such as",
                                ":5: references.sync.accounts[0].roleArn: found 'role/x', expected the ARN of a role",
                                ":6: references.sync.accounts[1].roleArn: found no regions, expected regions and no",
                                ":7: references.sync.accounts[2].externalId: found no roleArn, expected a role",
                                ":8: references.sync.accounts[3].account: found an unknown key",
                                "references.sync.accounts: found bedrock in us-east-1 twice",
                                ":11: references.sync.projects[0].region: found 'Ohio', expected a place whose",
                                ":12: references.sync.projects[1].region: found 'us-east-1', expected a place whose"
                                        + " projects can be listed: bedrock-mantle API key is missing",
                                "references.tagPolicy: found 3 keys, expected a policy without contradictions: tag key"
                                        + " \"Squad\" of Squad is spelled like one of Team",
                                "begins with aws:",
                                ":16: references.tagPolicy[2].required: found 'maybe', expected true or false")
                        .doesNotContain("sesame"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.0.0.1", "::", "127.0.0.1.example.com", "meter.example.com"})
    void without_keys_only_a_loopback_address_can_be_listened_on(String host) {
        assertThatThrownBy(() -> load("http: {host: '%s'}".formatted(host), Map.of()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("http.host: found '" + host + "' without http.keys, expected a loopback address")
                .hasMessageContaining("http.keys");
    }

    @Test
    void the_http_server_can_be_set_from_the_environment() throws IOException {
        RunConfig config = load(
                "http: {keys: keys.yaml}",
                Map.of(
                        "BEDROCK_METER_HTTP_HOST", "0.0.0.0",
                        "BEDROCK_METER_HTTP_PORT", "9000",
                        "BEDROCK_METER_HTTP_CERTIFICATE", "c.pem",
                        "BEDROCK_METER_HTTP_PRIVATE_KEY", "k.pem",
                        "BEDROCK_METER_HTTP_MAX_BODY_BYTES", "2048",
                        "BEDROCK_METER_HTTP_COMMIT_TIMEOUT", "3s",
                        "BEDROCK_METER_HTTP_PEER_KEY", "sesame",
                        "BEDROCK_METER_MANAGEMENT_HOST", "0.0.0.0",
                        "BEDROCK_METER_MANAGEMENT_PORT", "9001",
                        "BEDROCK_METER_INGEST_INSTANCE_ID", "ingest-2"));

        HttpSection http = config.http();
        assertThat(http.server().host() + ":" + http.server().port()).isEqualTo("0.0.0.0:9000");
        assertThat(http.server().tls()).contains(new TlsFiles(Path.of("c.pem"), Path.of("k.pem")));
        assertThat(http.keys()).contains(Path.of("keys.yaml"));
        assertThat(http.address()).endsWith(":9000").doesNotStartWith("0.0.0.0");
        assertThat(http.limits().maxBodyBytes()).isEqualTo(2_048);
        assertThat(http.commit().patience()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.toString()).doesNotContain("sesame");
        assertThat(config.management().server().port()).isEqualTo(9_001);
        assertThat(config.instanceId()).isEqualTo("ingest-2");
    }

    @Test
    void a_certificate_without_its_key_and_impossible_limits_are_told_together() {
        assertThatThrownBy(() -> load(
                        "http: {certificate: c.pem, maxBodiesBytes: 1048576, advertised: here}\ningest: {instanceId: a b}",
                        Map.of()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("http.certificate: found one of certificate and privateKey, expected both")
                .hasMessageContaining("http.maxBodiesBytes: found '1048576', expected at least http.maxBodyBytes")
                .hasMessageContaining("http.advertised: found 'here', expected host:port")
                .hasMessageContaining("ingest.instanceId: found 'a b', expected 1 to 64 letters");
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
