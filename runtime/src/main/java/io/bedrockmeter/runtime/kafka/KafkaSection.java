package io.bedrockmeter.runtime.kafka;

import io.bedrockmeter.runtime.config.Section;
import io.bedrockmeter.runtime.registry.RegistryForm;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code kafka} section of a configuration.
 *
 * @param bootstrapServers comma-separated host:port list, empty when none is given
 * @param topicPrefix see {@link KafkaSettings}
 * @param partitions see {@link KafkaSettings}
 * @param replicationFactor see {@link KafkaSettings}
 * @param properties further properties of every client; may hold passwords
 */
public record KafkaSection(
        Optional<String> bootstrapServers,
        String topicPrefix,
        int partitions,
        short replicationFactor,
        Map<String, String> properties) {

    private static final Pattern SERVERS = Pattern.compile("[^\\s,:]+:\\d{1,5}(\\s*,\\s*[^\\s,:]+:\\d{1,5})*");
    private static final Pattern URL = Pattern.compile("https?://[^\\s/?#@]+(/[^\\s?#]*)?");
    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]{1,100}");
    private static final int DEFAULT_PARTITIONS = 4;
    private static final int MOST_PARTITIONS = 1_000;
    private static final int MOST_REPLICAS = 10;

    public KafkaSection {
        properties = Map.copyOf(properties);
    }

    public static KafkaSection read(Section section) {
        return new KafkaSection(
                section.parsed(
                        "bootstrapServers", "host:port, several separated by commas", text -> match(SERVERS, text)),
                section.parsed(
                        "topicPrefix",
                        "1 to 100 letters, digits, dots, underscores or hyphens",
                        text -> match(PREFIX, text),
                        Topics.DEFAULT_PREFIX),
                section.integer("partitions", DEFAULT_PARTITIONS, 1, MOST_PARTITIONS),
                (short) section.integer("replicationFactor", -1, -1, MOST_REPLICAS),
                properties(section));
    }

    /** The registry is a property of every client like others, so that a file of properties can name it as well. */
    private static Map<String, String> properties(Section section) {
        Map<String, String> properties = new HashMap<>(section.textMap("properties", true));
        section.parsed("schemaRegistryUrl", "an http or https URL", text -> match(URL, text))
                .ifPresent(url -> properties.put(RegistryForm.URL, url));
        return properties;
    }

    private static Optional<String> match(Pattern pattern, String text) {
        return pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    /** The settings for brokers at the given addresses. */
    public KafkaSettings at(String servers) {
        return new KafkaSettings(servers, topicPrefix, partitions, replicationFactor, properties);
    }

    @Override
    public String toString() {
        return "KafkaSection[bootstrapServers=" + bootstrapServers + ", topicPrefix=" + topicPrefix + ", partitions="
                + partitions + ", replicationFactor=" + replicationFactor + ", properties=" + properties.keySet() + "]";
    }
}
