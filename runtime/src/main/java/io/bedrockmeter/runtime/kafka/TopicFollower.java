package io.bedrockmeter.runtime.kafka;

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
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics of one partition whole, from their oldest record on, and goes on reading: how a process keeps in memory what
 * everybody may know. Only committed records; no consumer group, so every process reads everything. While Kafka cannot be
 * reached it tries again, and what was read stays.
 */
public final class TopicFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long PAUSE_MS = 1_000;
    private static final long CLOSE_MS = 2_000;

    /** Takes records, in the order of their topic. A record may come again after an error. */
    @FunctionalInterface
    public interface Reader {
        void read(ConsumerRecord<String, byte[]> record);
    }

    private final Consumer<String, byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Reader reader;
    private final Thread thread;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private volatile boolean caughtUp;
    private volatile boolean stopped;

    private TopicFollower(
            Consumer<String, byte[]> consumer, List<TopicPartition> partitions, String name, Reader reader) {
        this.consumer = consumer;
        this.partitions = partitions;
        this.reader = reader;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    /**
     * Begins to read; returns at once. The topics must exist.
     *
     * @param name of the thread
     * @param topics topics of one partition each
     * @param reader called by one thread
     */
    public static TopicFollower start(
            KafkaSettings kafka, String name, List<? extends Topic<?>> topics, Reader reader) {
        Map<String, Object> config = kafka.clientConfig();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        List<TopicPartition> partitions = topics.stream()
                .map(topic -> new TopicPartition(kafka.name(topic), 0))
                .toList();
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        TopicFollower follower = new TopicFollower(consumer, partitions, name, reader);
        follower.thread.start();
        return follower;
    }

    /** Whether everything was read once that was there at the start. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /**
     * Waits until a record has been given to the reader.
     *
     * @param topic full name
     * @return false when that did not happen in time
     * @throws InterruptedException when interrupted
     */
    public boolean awaitRead(String topic, long offset, Duration patience) throws InterruptedException {
        TopicPartition partition = new TopicPartition(topic, 0);
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (positions) {
            while (positions.getOrDefault(partition, 0L) <= offset) {
                long leftMs = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (leftMs <= 0) {
                    return false;
                }
                positions.wait(leftMs);
            }
        }
        return true;
    }

    /** Stops, within two seconds. */
    @Override
    public void close() {
        stopped = true;
        consumer.wakeup();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            Map<TopicPartition, Long> ends = Map.of();
            while (!stopped) {
                ends = ends.isEmpty() ? ends() : ends;
                poll();
                caughtUp = caughtUp || hasReached(ends);
            }
        } catch (WakeupException e) {
            LOG.atDebug().addKeyValue("follower", thread.getName()).log("no longer following");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<TopicPartition, Long> ends() throws InterruptedException {
        try {
            return consumer.endOffsets(partitions);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            pause(e);
            return Map.of();
        }
    }

    private void poll() throws InterruptedException {
        try {
            consumer.poll(POLL).forEach(this::read);
            Map<TopicPartition, Long> reached = new HashMap<>();
            for (TopicPartition partition : partitions) {
                reached.put(partition, consumer.position(partition));
            }
            synchronized (positions) {
                positions.putAll(reached);
                positions.notifyAll();
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            pause(e);
        }
    }

    /** A record that breaks its reader is left out: what follows it still counts. */
    private void read(ConsumerRecord<String, byte[]> record) {
        try {
            reader.read(record);
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("origin", record.topic() + "-" + record.partition() + "@" + record.offset())
                    .log("record left out");
        }
    }

    private boolean hasReached(Map<TopicPartition, Long> ends) {
        synchronized (positions) {
            return !ends.isEmpty()
                    && ends.entrySet().stream()
                            .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
        }
    }

    private void pause(KafkaException cause) throws InterruptedException {
        LOG.atWarn()
                .addKeyValue("follower", thread.getName())
                .addKeyValue("reason", cause.toString())
                .log("topics cannot be read, trying again");
        Thread.sleep(PAUSE_MS);
    }
}
