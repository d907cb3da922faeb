package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.AlertDelivery;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far every alert has come to each destination, on the alert-deliveries topic. It is read when this process begins to
 * deliver, so what another process or an earlier life delivered is not delivered again.
 */
final class DeliveryLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLog.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final int TIMEOUT_MS = 30_000;
    private static final int WRITE_TIMEOUT_MS = 10_000;

    /** Reads the topic to its end. */
    interface Reader {
        void read(Consumer<AlertDelivery> into);
    }

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final Reader reader;
    private final Map<String, AlertDelivery> known = new ConcurrentHashMap<>();
    private final Map<String, AlertDelivery> unwritten = new LinkedHashMap<>();

    DeliveryLog(Producer<byte[], byte[]> producer, String topic, Reader reader) {
        this.producer = producer;
        this.topic = topic;
        this.reader = reader;
    }

    static DeliveryLog open(KafkaSettings kafka) {
        Map<String, Object> config = kafka.clientConfig();
        config.put("acks", "all");
        config.put("enable.idempotence", true);
        config.put("delivery.timeout.ms", WRITE_TIMEOUT_MS);
        config.put("request.timeout.ms", WRITE_TIMEOUT_MS / 2);
        config.put("max.block.ms", WRITE_TIMEOUT_MS);
        return new DeliveryLog(
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()),
                kafka.name(Topics.ALERT_DELIVERIES),
                into -> readAll(kafka, into));
    }

    /**
     * Catches up with what is on the topic.
     *
     * @throws KafkaException when it cannot be read
     */
    void reload() {
        reader.read(delivery -> known.put(delivery.key(), delivery));
    }

    /** What is known of a delivery. */
    Optional<AlertDelivery> find(String alertId, String destination) {
        return Optional.ofNullable(known.get(AlertDelivery.key(alertId, destination)));
    }

    /** Whether nothing is left to do for this delivery. */
    boolean isDone(String alertId, String destination) {
        return find(alertId, destination)
                .map(delivery -> delivery.state() != AlertDelivery.State.WAITING)
                .orElse(false);
    }

    /** Every delivery that is known here, by key. */
    Map<String, AlertDelivery> all() {
        return Map.copyOf(known);
    }

    /** Notes a state; it is sure to be kept after the next successful {@link #flush}. */
    void record(AlertDelivery delivery) {
        known.put(delivery.key(), delivery);
        unwritten.put(delivery.key(), delivery);
    }

    /** Writes what was noted; false when the broker did not take it and it has to be written again. */
    boolean flush() {
        if (unwritten.isEmpty()) {
            return true;
        }
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            unwritten.forEach((key, delivery) -> sent.add(producer.send(new ProducerRecord<>(
                    topic,
                    key.getBytes(StandardCharsets.UTF_8),
                    Topics.ALERT_DELIVERIES.codec().encode(delivery)))));
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
            unwritten.clear();
            return true;
        } catch (ExecutionException e) {
            LOG.atWarn().addKeyValue("reason", String.valueOf(e.getCause())).log("deliveries not recorded yet");
            return false;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (TimeoutException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("deliveries not recorded yet");
            return false;
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    private static void readAll(KafkaSettings kafka, Consumer<AlertDelivery> into) {
        Map<String, Object> config = kafka.clientConfig();
        config.put("enable.auto.commit", false);
        config.put("default.api.timeout.ms", TIMEOUT_MS);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(kafka.name(Topics.ALERT_DELIVERIES)).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + Duration.ofMillis(TIMEOUT_MS).toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException("the deliveries could not be read within " + TIMEOUT_MS + " ms");
                }
                consumer.poll(POLL).forEach(record -> decode(record, into));
            }
        }
    }

    private static void decode(ConsumerRecord<byte[], byte[]> record, Consumer<AlertDelivery> into) {
        try {
            if (record.value() != null) {
                into.accept(Topics.ALERT_DELIVERIES.codec().decode(record.value()));
            }
        } catch (UndecodableException e) {
            LOG.atWarn()
                    .addKeyValue("origin", record.topic() + "-" + record.partition() + "@" + record.offset())
                    .addKeyValue("reason", e.getMessage())
                    .log("a record of the deliveries topic is no delivery and is left out");
        }
    }
}
