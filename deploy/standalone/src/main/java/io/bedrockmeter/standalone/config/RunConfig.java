package io.bedrockmeter.standalone.config;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.insight.InsightSettings;
import io.bedrockmeter.runtime.config.Config;
import io.bedrockmeter.runtime.config.Section;
import io.bedrockmeter.runtime.kafka.KafkaSection;
import io.bedrockmeter.runtime.metrics.OtlpSettings;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How {@code run}, {@code ingest}, {@code metering} and {@code alerts} work: each takes the sections it needs, so that one
 * file serves all. Every key is explained in docs/configuration.md.
 *
 * @param dataDirectory where everything that must outlive the process is kept
 * @param kafka how topics are named and sized, and the brokers; no brokers means the embedded one
 * @param embeddedPort port of the embedded broker, 0 for any free one
 * @param inputs what is read
 * @param references what is known beforehand
 * @param aws what is learned from AWS meanwhile, and which tags are allowed there
 * @param metering how it is metered
 * @param insights what rules about spend take for granted
 * @param alerts budgets and where alerts go
 * @param instanceId tells instances of ingest apart
 * @param http questions and usage over HTTP
 * @param management probes and metrics
 * @param otlp where metrics are sent besides, empty for nowhere
 */
public record RunConfig(
        Path dataDirectory,
        KafkaSection kafka,
        int embeddedPort,
        InputsSection inputs,
        ReferencesSection references,
        SyncSection aws,
        MeteringConfig metering,
        InsightSettings insights,
        AlertsSection alerts,
        String instanceId,
        HttpSection http,
        ManagementSection management,
        Optional<OtlpSettings> otlp) {

    private static final Path DEFAULT_DATA_DIRECTORY = Path.of("data");
    private static final String DEFAULT_INSTANCE = "standalone";
    private static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /**
     * Reads a configuration file under the environment.
     *
     * @throws io.bedrockmeter.runtime.config.InvalidConfigException with every problem
     */
    public static Config.Loaded<RunConfig> load(Optional<Path> file, Map<String, String> environment) {
        return Config.load(file, environment, root -> read(root, environment));
    }

    /** How long the topics of totals keep their records, by topic suffix, where that can be configured. */
    public Map<String, Duration> retentionBySuffix() {
        Map<String, Duration> bySuffix = new HashMap<>();
        metering.retention().forEach((granularity, retention) -> {
            bySuffix.put(Topics.usage(granularity).suffix(), retention);
            bySuffix.put(Topics.spendByTag(granularity).suffix(), retention);
        });
        return bySuffix;
    }

    private static RunConfig read(Section root, Map<String, String> environment) {
        Path dataDirectory = root.path("dataDirectory", DEFAULT_DATA_DIRECTORY);
        Path state = dataDirectory.resolve("state");
        Section kafka = root.section("kafka");
        Section references = root.section("references");
        return new RunConfig(
                dataDirectory,
                KafkaSection.read(kafka),
                kafka.integer("embeddedPort", EmbeddedKafka.DEFAULT_PORT, 0, HttpSection.HIGHEST_PORT),
                InputsSection.read(root.section("inputs")),
                ReferencesSection.read(references),
                SyncSection.read(references, environment),
                MeteringSection.read(root.section("metering"), state),
                InsightsSection.read(root.section("insights")),
                AlertsSection.read(root.section("alerts"), state),
                root.section("ingest")
                        .parsed(
                                "instanceId",
                                "1 to 64 letters, digits, dots, hyphens and underscores",
                                text -> Optional.of(text)
                                        .filter(id -> INSTANCE_ID.matcher(id).matches()),
                                DEFAULT_INSTANCE),
                HttpSection.read(root.section("http")),
                ManagementSection.read(root.section("management")),
                OtlpSettings.read(root.section("metrics").section("otlp")));
    }
}
