package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.runtime.config.Config;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.standalone.config.RunConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of commands for operators, which work by the settings that the services run with. */
final class ConfigOptions {

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file of settings, that of the services.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers (kafka.bootstrapServers; without any, those of a 'run' on this machine).")
    private Optional<String> bootstrapServers = Optional.empty();

    @Option(names = "--topic-prefix", paramLabel = "PREFIX", description = "Prefix of topic names (kafka.topicPrefix).")
    private Optional<String> topicPrefix = Optional.empty();

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where services keep their state (dataDirectory).")
    private Optional<String> dataDirectory = Optional.empty();

    /**
     * The settings in force, by file, environment and options.
     *
     * @throws io.bedrockmeter.runtime.config.InvalidConfigException with every problem
     */
    RunConfig load(Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        bootstrapServers.ifPresent(value -> variables.put(Config.variable("kafka.bootstrapServers"), value));
        topicPrefix.ifPresent(value -> variables.put(Config.variable("kafka.topicPrefix"), value));
        dataDirectory.ifPresent(value -> variables.put(Config.variable("dataDirectory"), value));
        return RunConfig.load(file, variables).value();
    }

    /** The brokers of the settings, or the embedded one of a {@code run} on this machine. */
    static KafkaSettings kafka(RunConfig config) {
        return config.kafka().at(config.kafka().bootstrapServers().orElse("127.0.0.1:" + config.embeddedPort()));
    }
}
