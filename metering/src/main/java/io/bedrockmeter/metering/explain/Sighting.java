package io.bedrockmeter.metering.explain;

import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.topics.Topic;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of a topic that speaks of the request.
 *
 * @param where topic, partition and offset: {@code bedrock.ledger.v1-2@417}
 * @param writtenAt when it was written to the topic
 * @param value what it says
 */
public record Sighting<V>(String where, Instant writtenAt, V value) {

    /** Where a record was found that is remembered but no topic showed. */
    public static final String MEMORY = "memory of requests";

    /** A record that is remembered. */
    static <V> Sighting<V> remembered(V value, Instant heardAt) {
        return new Sighting<>(MEMORY, heardAt, value);
    }

    /**
     * A record that was read from a topic. Empty when it cannot be decoded: it was refused by the rate stage as well, a dead
     * letter tells of it.
     */
    static <V> Optional<Sighting<V>> of(Topic<V> topic, ConsumerRecord<byte[], byte[]> found) {
        try {
            return Optional.of(new Sighting<>(
                    found.topic() + "-" + found.partition() + "@" + found.offset(),
                    Instant.ofEpochMilli(found.timestamp()),
                    topic.codec().decode(found.value())));
        } catch (UndecodableException e) {
            return Optional.empty();
        }
    }
}
