package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the alerts topic and hands every alert to every notifier. An offset is committed only after all notifiers accepted
 * what lies before it, so a crash repeats and never misses. While a notifier fails the others go on, and up to
 * {@value #MAX_WAITING} alerts wait in memory; beyond that they wait on the topic.
 */
public final class AlertDispatcher implements AutoCloseable {

    /** Alerts that wait in memory for one notifier. */
    public static final int MAX_WAITING = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(AlertDispatcher.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration CONSUMER_CLOSE_TIMEOUT = Duration.ofMillis(500);
    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final List<DeliveryChannel> channels;
    private final Thread thread;
    private final Map<TopicPartition, Long> read = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private volatile boolean closing;
    private volatile Optional<String> failure = Optional.empty();

    /**
     * @param groupId consumer group; offsets of the delivery belong to it
     * @param notifiers where every alert goes
     */
    public AlertDispatcher(KafkaSettings kafka, String groupId, List<? extends Notifier> notifiers) {
        this(
                new KafkaConsumer<>(config(kafka, groupId), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                kafka.name(Topics.ALERTS),
                notifiers,
                new Backoff(FIRST_PAUSE, LONGEST_PAUSE, RandomGenerator.getDefault()),
                Clock.systemUTC());
    }

    AlertDispatcher(
            Consumer<byte[], byte[]> consumer,
            String topic,
            List<? extends Notifier> notifiers,
            Backoff backoff,
            Clock clock) {
        this.consumer = consumer;
        this.topic = topic;
        this.channels = notifiers.stream()
                .map(notifier -> new DeliveryChannel(notifier, backoff, clock))
                .toList();
        this.thread = new Thread(this::run, "alert-delivery");
    }

    public void start() {
        thread.start();
    }

    /** Why the delivery stopped by itself, empty while it works. */
    public Optional<String> failure() {
        return failure;
    }

    /** Alerts accepted so far, by notifier name. */
    public Map<String, Long> sent() {
        Map<String, Long> sent = new LinkedHashMap<>();
        channels.forEach(channel -> sent.put(channel.name(), channel.sent()));
        return sent;
    }

    /** Alerts that a notifier will never accept, by notifier name. */
    public Map<String, Long> refused() {
        Map<String, Long> refused = new LinkedHashMap<>();
        channels.forEach(channel -> refused.put(channel.name(), channel.refused()));
        return refused;
    }

    /** Ends within four seconds, also while a notifier does not answer; what was not accepted is sent after a restart. */
    @Override
    public void close() {
        closing = true;
        if (thread.getState() == Thread.State.NEW) {
            consumer.close(CloseOptions.timeout(CONSUMER_CLOSE_TIMEOUT));
            return;
        }
        try {
            thread.join(JOIN_TIMEOUT.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(JOIN_TIMEOUT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Object> config(KafkaSettings kafka, String groupId) {
        Map<String, Object> config = kafka.clientConfig();
        config.put("group.id", groupId);
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "earliest");
        // Alerts of a transaction that is aborted were never raised.
        config.put("isolation.level", "read_committed");
        config.put("max.poll.records", 100);
        config.put("session.timeout.ms", 6_000);
        config.put("heartbeat.interval.ms", 2_000);
        return config;
    }

    private void run() {
        try {
            consumer.subscribe(List.of(topic), new Handover());
            while (!closing) {
                step();
            }
            // An interrupted send leaves its mark; what was accepted before it is still worth a commit.
            Thread.interrupted();
            commit();
        } catch (InterruptException e) {
            LOG.atDebug().log("alert delivery interrupted by close");
        } catch (KafkaException e) {
            failure = Optional.of("alert delivery stopped: " + e.getMessage());
            LOG.atError().setCause(e).addKeyValue("topic", topic).log("alert delivery stopped");
        } finally {
            consumer.close(CloseOptions.timeout(CONSUMER_CLOSE_TIMEOUT));
        }
    }

    private void step() {
        boolean full = channels.stream().anyMatch(channel -> channel.size() >= MAX_WAITING);
        // A paused consumer still has to be polled, or it is taken for dead.
        if (full) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        consumer.poll(POLL).forEach(this::take);
        for (DeliveryChannel channel : channels) {
            while (!closing && channel.deliverNext()) {
                commit();
            }
        }
        commit();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        read.put(partition, record.offset() + 1);
        try {
            if (record.value() != null) {
                var alert = Topics.ALERTS.codec().decode(record.value());
                channels.forEach(channel -> channel.add(partition, record.offset(), alert));
            }
        } catch (UndecodableException e) {
            LOG.atError()
                    .addKeyValue("origin", partition + "@" + record.offset())
                    .addKeyValue("reason", e.getMessage())
                    .log("a record of the alerts topic is no alert and is left behind");
        }
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
        read.forEach((partition, next) -> {
            long accepted = channels.stream()
                    .flatMap(channel -> channel.oldestOf(partition).stream())
                    .mapToLong(Long::longValue)
                    .min()
                    .orElse(next);
            if (!Long.valueOf(accepted).equals(committed.get(partition))) {
                due.put(partition, new OffsetAndMetadata(accepted));
            }
        });
        if (!due.isEmpty()) {
            commit(due);
        }
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> due) {
        try {
            consumer.commitSync(due, COMMIT_TIMEOUT);
            due.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        } catch (CommitFailedException | RetriableException e) {
            // Not lost: the next commit says it again, or the alerts are repeated.
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("delivered alerts not committed yet");
        }
    }

    /** Another instance takes over: it starts from what is committed. */
    private final class Handover implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit();
            onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            channels.forEach(channel -> channel.drop(partitions));
            read.keySet().removeAll(partitions);
            committed.keySet().removeAll(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LOG.atInfo().addKeyValue("partitions", partitions).log("delivering alerts");
        }
    }
}
