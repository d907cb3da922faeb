package io.bedrockmeter.schemas.topics;

import io.bedrockmeter.schemas.codec.RecordCodec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * One topic: a typed value under a name. Keys are UTF-8 strings.
 *
 * @param <V> the value type
 * @param suffix name without the configured prefix
 * @param codec wire form of the values
 * @param cleanup how Kafka discards records
 * @param retention how long records are kept where cleanup deletes, empty for ever
 * @param scale how its partition count is chosen
 * @param key what the key is, for documentation
 */
public record Topic<V>(
        String suffix, RecordCodec<V> codec, Cleanup cleanup, Optional<Duration> retention, Scale scale, String key) {

    /** How Kafka discards records: the {@code cleanup.policy} of the topic. */
    public enum Cleanup {
        DELETE("delete"),
        COMPACT("compact"),
        COMPACT_DELETE("compact,delete");

        private final String policy;

        Cleanup(String policy) {
            this.policy = policy;
        }

        public String policy() {
            return policy;
        }
    }

    /** How the partition count is chosen. */
    public enum Scale {
        /** As many partitions as configured: traffic. */
        PARTITIONED,
        /** One partition: small tables and logs that every instance reads whole. */
        SINGLE
    }

    /** The full topic name, for example {@code bedrock.ledger.v1}. */
    public String name(String prefix) {
        return prefix + suffix;
    }

    public Serde<V> valueSerde() {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : codec.encode(value),
                (topic, bytes) -> bytes == null ? null : codec.decode(bytes));
    }

    /** Topic configuration for creation and verification. */
    public Map<String, String> configs() {
        String retentionMs = Long.toString(retention.map(Duration::toMillis).orElse(-1L));
        return cleanup == Cleanup.COMPACT
                ? Map.of("cleanup.policy", cleanup.policy())
                : Map.of("cleanup.policy", cleanup.policy(), "retention.ms", retentionMs);
    }
}
