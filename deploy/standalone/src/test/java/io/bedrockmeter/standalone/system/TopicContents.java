package io.bedrockmeter.standalone.system;

import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is committed on the topics of a broker. */
public final class TopicContents {

    private final String bootstrapServers;

    private final String prefix;

    public TopicContents(String bootstrapServers) {
        this(bootstrapServers, Topics.DEFAULT_PREFIX);
    }

    TopicContents(String bootstrapServers, String prefix) {
        this.bootstrapServers = bootstrapServers;
        this.prefix = prefix;
    }

    /** The last value of every key, as a reader of the compacted topic sees it. */
    public <V> Map<String, V> latest(Topic<V> topic) {
        Map<String, V> latest = new HashMap<>();
        read(Set.of(topic.name(prefix)), record -> {
            if (record.value() != null) {
                latest.put(
                        new String(record.key(), StandardCharsets.UTF_8),
                        topic.codec().decode(record.value()));
            }
        });
        return latest;
    }

    public <V> List<V> values(Topic<V> topic) {
        List<V> values = new ArrayList<>();
        read(Set.of(topic.name(prefix)), record -> values.add(topic.codec().decode(record.value())));
        return values;
    }

    /** How many offsets are taken by committed records, quickly: the markers of transactions count, too. */
    long size(Topic<?> topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.endOffsets(partitions(consumer, Set.of(topic.name(prefix)))).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** Every record of every topic, internal ones included. */
    void everything(Consumer<ConsumerRecord<byte[], byte[]>> each) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            read(admin.listTopics().names().get(), each);
        }
    }

    private void read(Set<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer, topics);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(each);
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrapServers, ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, Set<String> topics) {
        return topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }
}
