package io.bedrockmeter.bench.topics;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads everything that is committed on a topic when it is called. */
public final class WholeTopic {

    private static final Duration POLL = Duration.ofMillis(200);

    private WholeTopic() {}

    /** Hands over every record, those of a partition in order. */
    public static void read(KafkaSettings kafka, String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        Map<String, Object> config = kafka.clientConfig();
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", false);
        config.put("max.poll.records", 10_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(reader);
            }
        }
    }
}
