package io.bedrockmeter.runtime.kafka;

import io.bedrockmeter.runtime.registry.RegistryException;
import io.bedrockmeter.runtime.registry.RegistryForm;
import io.bedrockmeter.runtime.registry.RegistryInterceptor;
import io.bedrockmeter.schemas.topics.Topic;
import java.util.HashMap;
import java.util.Map;

/**
 * How to reach Kafka and how our topics are named and sized there.
 *
 * @param bootstrapServers comma-separated host:port list
 * @param topicPrefix put before every topic suffix, {@code bedrock.} by default
 * @param partitions partitions of traffic topics when we create them, 1 to 1,000
 * @param replicationFactor replicas of topics when we create them, 1 or more; -1 for the broker's default
 * @param clientProperties further properties of every client, for example SASL and TLS settings; with
 *     {@code schema.registry.url} values travel in the Confluent wire format (see docs/topics.md)
 */
public record KafkaSettings(
        String bootstrapServers,
        String topicPrefix,
        int partitions,
        short replicationFactor,
        Map<String, String> clientProperties) {

    public KafkaSettings {
        clientProperties = Map.copyOf(clientProperties);
    }

    /** Full name of a topic. */
    public String name(Topic<?> topic) {
        return topic.name(topicPrefix);
    }

    /**
     * A fresh map of properties for a client.
     *
     * @throws KafkaUnavailableException when there is a schema registry that cannot be reached or refuses our schemas
     */
    public Map<String, Object> clientConfig() {
        Map<String, Object> config = new HashMap<>(clientProperties);
        config.put("bootstrap.servers", bootstrapServers);
        if (clientProperties.containsKey(RegistryForm.URL)) {
            RegistryInterceptor.addTo(config, registryForm());
        }
        return config;
    }

    private RegistryForm registryForm() {
        try {
            return RegistryForm.of(clientProperties, topicPrefix);
        } catch (RegistryException e) {
            throw new KafkaUnavailableException(String.valueOf(e.getMessage()), null);
        }
    }

    @Override
    public String toString() {
        return "KafkaSettings[bootstrapServers=" + bootstrapServers + ", topicPrefix=" + topicPrefix + ", partitions="
                + partitions + ", replicationFactor=" + replicationFactor + ", clientProperties="
                + clientProperties.keySet() + "]";
    }
}
