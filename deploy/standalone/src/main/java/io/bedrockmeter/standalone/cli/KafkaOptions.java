package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.process.BadInputException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Options of every command that talks to a broker somebody else started. */
final class KafkaOptions {

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers (default: ${DEFAULT-VALUE}, where 'run' has its own).",
            defaultValue = "127.0.0.1:19092")
    private String bootstrapServers = "";

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            description = "Prefix of topic names (default: ${DEFAULT-VALUE}).",
            defaultValue = Topics.DEFAULT_PREFIX)
    private String topicPrefix = "";

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description = "File of further client properties, for example for SASL and TLS.")
    private Optional<Path> propertiesFile = Optional.empty();

    KafkaSettings settings() {
        return new KafkaSettings(
                bootstrapServers,
                topicPrefix,
                1,
                (short) -1,
                propertiesFile.map(KafkaOptions::read).orElse(Map.of()));
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInputException("cannot read " + file + ": " + e);
        }
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }
}
