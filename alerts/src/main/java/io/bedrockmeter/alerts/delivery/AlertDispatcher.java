package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertDelivery;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
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
 * Reads the alerts topic and hands every alert to all its destinations. What was delivered is recorded
 * ({@link DeliveryLog}), and an offset is committed only after everything before it was dealt with: a crash repeats at most
 * what was sent and not yet recorded, and never misses. While a destination fails the others go on, and up to
 * {@value #MAX_WAITING} alerts wait in memory; beyond that they wait on the topic.
 */
public final class AlertDispatcher implements AutoCloseable {

    /** Alerts that wait in memory for one destination. */
    public static final int MAX_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(AlertDispatcher.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration CONSUMER_CLOSE_TIMEOUT = Duration.ofMillis(500);
    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final List<Notifier> notifiers;
    private final Backoff backoff;
    private final Clock clock;
    private final DeliveryLog log;
    private final Map<String, DeliveryChannel> channels = new ConcurrentHashMap<>();
    private final Map<AlertKind, Long> raised = new ConcurrentHashMap<>();
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
                DeliveryLog.open(kafka),
                new Backoff(FIRST_PAUSE, LONGEST_PAUSE, RandomGenerator.getDefault()),
                Clock.systemUTC());
    }

    AlertDispatcher(
            Consumer<byte[], byte[]> consumer,
            String topic,
            List<? extends Notifier> notifiers,
            DeliveryLog log,
            Backoff backoff,
            Clock clock) {
        this.consumer = consumer;
        this.topic = topic;
        this.notifiers = List.copyOf(notifiers);
        this.log = log;
        this.backoff = backoff;
        this.clock = clock;
        this.thread = new Thread(this::run, "alert-delivery");
    }

    public void start() {
        thread.start();
    }

    /** Why the delivery stopped by itself, empty while it works. */
    public Optional<String> failure() {
        return failure;
    }

    /** Alerts accepted so far, by notifier name; one that went to two destinations counts twice. */
    public Map<String, Long> sent() {
        return count(DeliveryChannel::sent);
    }

    /** Alerts that a destination will never accept, by notifier name. */
    public Map<String, Long> refused() {
        return count(DeliveryChannel::refused);
    }

    /** Messages that were not accepted and are sent again, by notifier name. */
    public Map<String, Long> failures() {
        return count(DeliveryChannel::failed);
    }

    /** From raising an alert until it was accepted, in milliseconds, of all that were, by notifier name. */
    public Map<String, Long> tookMs() {
        return count(DeliveryChannel::tookMs);
    }

    /** Alerts read so far, by kind. */
    public Map<AlertKind, Long> raised() {
        return Map.copyOf(raised);
    }

    /** Deliveries that wait for their time or for a destination. */
    public long waiting() {
        return channels.values().stream().mapToLong(DeliveryChannel::waiting).sum();
    }

    /** How far alerts have come to each destination, by key, as far as this process knows. */
    public Map<String, AlertDelivery> deliveries() {
        return log.all();
    }

    private Map<String, Long> count(ToLongFunction<DeliveryChannel> counter) {
        Map<String, Long> counts = new LinkedHashMap<>();
        notifiers.forEach(notifier -> counts.put(notifier.name(), 0L));
        channels.values()
                .forEach(channel -> counts.merge(channel.notifierName(), counter.applyAsLong(channel), Long::sum));
        return counts;
    }

    /** Ends within four seconds, also while a notifier does not answer; what was not accepted is sent after a restart. */
    @Override
    public void close() {
        closing = true;
        if (thread.getState() == Thread.State.NEW) {
            consumer.close(CloseOptions.timeout(CONSUMER_CLOSE_TIMEOUT));
            log.close();
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
            log.close();
        }
    }

    private void step() {
        boolean full = channels.values().stream().anyMatch(channel -> channel.size() >= MAX_WAITING);
        // A paused consumer still has to be polled, or it is taken for dead.
        if (full) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        consumer.poll(POLL).forEach(this::take);
        for (DeliveryChannel channel : channels.values()) {
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
                Alert alert = Topics.ALERTS.codec().decode(record.value());
                raised.merge(alert.kind(), 1L, Long::sum);
                for (Notifier notifier : notifiers) {
                    notifier.destinations(alert)
                            .forEach(destination ->
                                    channel(notifier, destination).add(partition, record.offset(), alert));
                }
            }
        } catch (UndecodableException e) {
            LOG.atError()
                    .addKeyValue("origin", partition + "@" + record.offset())
                    .addKeyValue("reason", e.getMessage())
                    .log("a record of the alerts topic is no alert and is left behind");
        }
    }

    private DeliveryChannel channel(Notifier notifier, String destination) {
        return channels.computeIfAbsent(
                notifier.name() + " " + destination,
                key -> new DeliveryChannel(notifier, destination, backoff, clock, log));
    }

    private void commit() {
        if (!log.flush()) {
            // What is not on record would be forgotten by a crash: the offsets wait, too.
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
        read.forEach((partition, next) -> {
            long accepted = channels.values().stream()
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
            channels.values().forEach(channel -> channel.drop(partitions));
            read.keySet().removeAll(partitions);
            committed.keySet().removeAll(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            log.reload();
            LOG.atInfo().addKeyValue("partitions", partitions).log("delivering alerts");
        }
    }
}
