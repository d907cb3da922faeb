package io.bedrockmeter.standalone.config;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.runtime.config.Config;
import io.bedrockmeter.runtime.config.Section;
import io.bedrockmeter.runtime.kafka.KafkaSection;
import io.bedrockmeter.standalone.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How {@code run} works; every key is explained in docs/configuration.md.
 *
 * @param dataDirectory where everything that must outlive the process is kept
 * @param kafka how topics are named and sized, and the brokers; no brokers means the embedded one
 * @param embeddedPort port of the embedded broker, 0 for any free one
 * @param inputs what is read
 * @param references what is known beforehand
 * @param aws what is learned from AWS meanwhile, and which tags are allowed there
 * @param metering how it is metered
 * @param alerts budgets and where alerts go
 * @param httpPort port of the cost explorer on this machine, 0 for any free one
 */
public record RunConfig(
        Path dataDirectory,
        KafkaSection kafka,
        int embeddedPort,
        InputsSection inputs,
        ReferencesSection references,
        SyncSection aws,
        MeteringConfig metering,
        AlertsSection alerts,
        int httpPort) {

    private static final Path DEFAULT_DATA_DIRECTORY = Path.of("data");
    private static final int DEFAULT_HTTP_PORT = 8_080;
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Reads a configuration file under the environment.
     *
     * @throws io.bedrockmeter.runtime.config.InvalidConfigException with every problem
     */
    public static Config.Loaded<RunConfig> load(Optional<Path> file, Map<String, String> environment) {
        return Config.load(file, environment, root -> read(root, environment));
    }

    private static RunConfig read(Section root, Map<String, String> environment) {
        Path dataDirectory = root.path("dataDirectory", DEFAULT_DATA_DIRECTORY);
        Path state = dataDirectory.resolve("state");
        Section kafka = root.section("kafka");
        Section references = root.section("references");
        return new RunConfig(
                dataDirectory,
                KafkaSection.read(kafka),
                kafka.integer("embeddedPort", EmbeddedKafka.DEFAULT_PORT, 0, HIGHEST_PORT),
                InputsSection.read(root.section("inputs")),
                ReferencesSection.read(references),
                SyncSection.read(references, environment),
                MeteringSection.read(root.section("metering"), state),
                AlertsSection.read(root.section("alerts"), state),
                root.section("http").integer("port", DEFAULT_HTTP_PORT, 0, HIGHEST_PORT));
    }
}
