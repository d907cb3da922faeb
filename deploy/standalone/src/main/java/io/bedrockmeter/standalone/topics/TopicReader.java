package io.bedrockmeter.standalone.topics;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads a topic without a consumer group: whoever looks leaves no trace. Only committed records. Used by one thread; only
 * {@link #stop} may come from another.
 */
public final class TopicReader<V> implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final int API_TIMEOUT_MS = 10_000;

    private final Topic<V> topic;
    private final String name;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Consumer<String> undecodable;
    private final List<TopicPartition> partitions;
    private final AtomicBoolean stopped = new AtomicBoolean();

    /**
     * @param undecodable told of each record that cannot be decoded, with its place; it is skipped
     * @throws KafkaUnavailableException when the brokers cannot be reached or do not have the topic
     */
    public TopicReader(KafkaSettings kafka, Topic<V> topic, Consumer<String> undecodable) {
        Map<String, Object> config = new HashMap<>(kafka.clientConfig());
        config.put("isolation.level", "read_committed");
        config.put("allow.auto.create.topics", false);
        config.put("default.api.timeout.ms", API_TIMEOUT_MS);
        config.put("request.timeout.ms", API_TIMEOUT_MS);
        this.topic = topic;
        this.name = kafka.name(topic);
        this.undecodable = undecodable;
        this.consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        try {
            List<PartitionInfo> found =
                    Optional.ofNullable(consumer.partitionsFor(name)).orElse(List.of());
            if (found.isEmpty()) {
                throw new KafkaUnavailableException(kafka.bootstrapServers() + " has no topic " + name, null);
            }
            this.partitions = found.stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
        } catch (TimeoutException e) {
            consumer.close();
            throw new KafkaUnavailableException(
                    "no Kafka broker answers at " + kafka.bootstrapServers() + " within " + API_TIMEOUT_MS / 1_000
                            + " s; name another with --bootstrap-servers",
                    null);
        } catch (KafkaUnavailableException e) {
            consumer.close();
            throw e;
        }
        consumer.assign(partitions);
    }

    /** Everything there is now, partition by partition in its order. */
    public void readAll(Consumer<TopicRecord<V>> sink) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.seekToBeginning(partitions);
        poll(
                sink,
                () -> partitions.stream()
                        .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L)));
    }

    /** What comes until {@code done}, asked between batches, or {@link #stop}; at first everything there is, where asked for. */
    public void follow(boolean fromBeginning, Consumer<TopicRecord<V>> sink, BooleanSupplier done) {
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
        }
        poll(sink, done);
    }

    private void poll(Consumer<TopicRecord<V>> sink, BooleanSupplier done) {
        try {
            while (!stopped.get() && !done.getAsBoolean()) {
                for (ConsumerRecord<String, byte[]> found : consumer.poll(POLL)) {
                    decode(found).ifPresent(sink);
                }
            }
        } catch (WakeupException e) {
            // Stopped from another thread: the end of the reading, not an error.
            return;
        }
    }

    private Optional<TopicRecord<V>> decode(ConsumerRecord<String, byte[]> found) {
        String key = found.key() == null ? "" : found.key();
        Instant writtenAt = Instant.ofEpochMilli(found.timestamp());
        if (found.value() == null) {
            return Optional.of(new TopicRecord<>(key, Optional.empty(), writtenAt));
        }
        try {
            return Optional.of(new TopicRecord<>(key, Optional.of(topic.codec().decode(found.value())), writtenAt));
        } catch (UndecodableException e) {
            undecodable.accept(name + "-" + found.partition() + " offset " + found.offset() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Ends the reading, from any thread. */
    public void stop() {
        if (stopped.compareAndSet(false, true)) {
            consumer.wakeup();
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
