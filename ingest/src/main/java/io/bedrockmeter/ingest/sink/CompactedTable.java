package io.bedrockmeter.ingest.sink;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The present content of a compacted topic. */
public final class CompactedTable {

    private static final Logger LOG = LoggerFactory.getLogger(CompactedTable.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private CompactedTable() {}

    /**
     * Reads a topic from its beginning to its present end, committed records only.
     *
     * @return the latest value of each key; a value that cannot be decoded is left out and logged
     * @throws KafkaUnavailableException when the brokers cannot be reached, or stop answering
     */
    public static <V> Map<String, V> read(KafkaSettings settings, Topic<V> topic) {
        Map<String, Object> config = settings.clientConfig();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        String name = settings.name(topic);
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            return read(consumer, name, topic);
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("cannot read " + name + " from " + settings.bootstrapServers(), e);
        }
    }

    private static <V> Map<String, V> read(Consumer<String, byte[]> consumer, String name, Topic<V> topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                .map(info -> new TopicPartition(name, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<String, V> table = new HashMap<>();
        long progressNanos = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            boolean any = false;
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                put(table, record, topic);
                any = true;
            }
            if (any) {
                progressNanos = System.nanoTime();
            } else if (System.nanoTime() - progressNanos > PATIENCE.toNanos()) {
                throw new KafkaUnavailableException(
                        "reading " + name + " made no progress for " + PATIENCE.toSeconds() + " s", null);
            }
        }
        return table;
    }

    private static <V> void put(Map<String, V> table, ConsumerRecord<String, byte[]> record, Topic<V> topic) {
        if (record.key() == null) {
            return;
        }
        table.remove(record.key());
        if (record.value() == null) {
            return;
        }
        try {
            table.put(record.key(), topic.codec().decode(record.value()));
        } catch (UndecodableException e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("reason", e.getMessage())
                    .log("record left out");
        }
    }
}
