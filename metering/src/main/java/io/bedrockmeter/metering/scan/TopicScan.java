package io.bedrockmeter.metering.scan;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * A topic as it was when the scan was opened: every reading of a partition ends at the same place. Only committed records.
 * Memory: one fetch. Not thread-safe.
 */
public final class TopicScan implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FETCH_BYTES = 8 << 20;

    private final String name;
    private final Consumer<byte[], byte[]> consumer;
    private final LongSupplier nanoTime;
    private final Duration patience;
    private final Map<Integer, Long> ends;

    /** Takes the records of one partition in order. */
    @FunctionalInterface
    public interface Sink {
        void take(ConsumerRecord<byte[], byte[]> found);
    }

    /**
     * Opens a scan up to the present end of every partition.
     *
     * @throws KafkaUnavailableException when the brokers cannot be reached or do not have the topic
     */
    public TopicScan(KafkaSettings kafka, Topic<?> topic) {
        this(kafka, topic, PATIENCE);
    }

    /**
     * The same for somebody who waits less long.
     *
     * @param patience longest time without an answer from the brokers
     */
    public TopicScan(KafkaSettings kafka, Topic<?> topic, Duration patience) {
        this.name = kafka.name(topic);
        this.patience = patience;
        this.nanoTime = System::nanoTime;
        Map<String, Object> config = kafka.clientConfig();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            this.ends = presentEnds(kafka);
        } catch (KafkaException | KafkaUnavailableException e) {
            consumer.close();
            throw e instanceof KafkaUnavailableException known ? known : failure(e);
        }
    }

    private Map<Integer, Long> presentEnds(KafkaSettings kafka) {
        List<PartitionInfo> found =
                Optional.ofNullable(consumer.partitionsFor(name, patience)).orElse(List.of());
        if (found.isEmpty()) {
            throw new KafkaUnavailableException(kafka.bootstrapServers() + " has no topic " + name, null);
        }
        Map<Integer, Long> byPartition = new HashMap<>();
        consumer.endOffsets(
                        found.stream()
                                .map(info -> new TopicPartition(name, info.partition()))
                                .toList(),
                        patience)
                .forEach((partition, end) -> byPartition.put(partition.partition(), end));
        return byPartition;
    }

    /** How many partitions the topic has. */
    public int partitions() {
        return ends.size();
    }

    /** The partition that the default partitioner of Kafka's producers chooses for a key. */
    public int partitionOf(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions();
    }

    /**
     * Reads a partition from its beginning, or from the first record written at or after {@code since}, to the end.
     *
     * @throws KafkaUnavailableException when nothing arrives for a minute
     */
    public void read(int partition, Optional<Instant> since, Sink sink) {
        read(partition, since, ends.getOrDefault(partition, 0L), () -> false, sink);
    }

    /**
     * Reads what was written to a partition in {@code [since, until)}, or the part of it that comes before {@code enough}.
     *
     * @param enough asked between two fetches whether to leave it at that
     * @return whether all of it was read
     * @throws KafkaUnavailableException when nothing arrives for too long
     */
    public boolean read(int partition, Instant since, Instant until, BooleanSupplier enough, Sink sink) {
        TopicPartition where = new TopicPartition(name, partition);
        long end = ends.getOrDefault(partition, 0L);
        try {
            return read(partition, Optional.of(since), offsetAt(where, until, end), enough, sink);
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    private boolean read(int partition, Optional<Instant> since, long end, BooleanSupplier enough, Sink sink) {
        TopicPartition where = new TopicPartition(name, partition);
        try {
            consumer.assign(List.of(where));
            seek(where, since, end);
            long lastProgress = nanoTime.getAsLong();
            long position = consumer.position(where, patience);
            while (position < end) {
                if (enough.getAsBoolean()) {
                    return false;
                }
                for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
                    if (found.offset() < end) {
                        sink.take(found);
                    }
                }
                long reached = consumer.position(where, patience);
                if (reached != position) {
                    position = reached;
                    lastProgress = nanoTime.getAsLong();
                } else if (nanoTime.getAsLong() - lastProgress > patience.toNanos()) {
                    throw new KafkaUnavailableException(
                            where + " gave no record after offset " + position + " for " + patience.toSeconds() + " s",
                            null);
                }
            }
            return true;
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    private void seek(TopicPartition where, Optional<Instant> since, long end) {
        if (since.isEmpty()) {
            consumer.seekToBeginning(List.of(where));
            return;
        }
        consumer.seek(where, offsetAt(where, since.get(), end));
    }

    /** Where the first record written at or after a time is, at most {@code end}. */
    private long offsetAt(TopicPartition where, Instant time, long end) {
        OffsetAndTimestamp first = consumer.offsetsForTimes(Map.of(where, Math.max(0, time.toEpochMilli())), patience)
                .get(where);
        return first == null ? end : Math.min(first.offset(), end);
    }

    private KafkaUnavailableException failure(RuntimeException e) {
        return new KafkaUnavailableException("cannot read topic " + name, e);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
