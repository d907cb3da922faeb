package io.bedrockmeter.metering.rerate;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.Adjustment;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends adjustments in transactions of {@value #PER_TRANSACTION}. All writers share a transactional id, so that who starts
 * later stops who started earlier. What was committed stays; sending it again changes nothing. Not thread-safe.
 */
final class AdjustmentWriter implements AutoCloseable {

    private static final int PER_TRANSACTION = 1_000;

    private final String topic;
    private final Producer<String, byte[]> producer;
    private final List<Adjustment> waiting = new ArrayList<>(PER_TRANSACTION);

    /**
     * Takes over from every earlier writer.
     *
     * @throws KafkaUnavailableException when Kafka cannot be reached
     */
    AdjustmentWriter(KafkaSettings kafka) {
        topic = kafka.name(Topics.ADJUSTMENTS);
        Map<String, Object> config = kafka.clientConfig();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, kafka.topicPrefix() + "rerate");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close();
            throw new KafkaUnavailableException("cannot write topic " + topic, e);
        }
    }

    void write(Adjustment adjustment) {
        waiting.add(adjustment);
        if (waiting.size() == PER_TRANSACTION) {
            flush();
        }
    }

    /** Sends and commits what waits. */
    void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        try {
            producer.beginTransaction();
            List<Future<RecordMetadata>> sent = new ArrayList<>(waiting.size());
            for (Adjustment adjustment : waiting) {
                byte[] value = Topics.ADJUSTMENTS.codec().encode(adjustment);
                sent.add(producer.send(new ProducerRecord<>(topic, adjustment.requestId(), value)));
            }
            producer.flush();
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
            producer.commitTransaction();
            waiting.clear();
        } catch (ExecutionException e) {
            throw failure(e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause()));
        } catch (KafkaException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while writing topic " + topic, e);
        }
    }

    private KafkaUnavailableException failure(KafkaException e) {
        boolean isFenced = e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException;
        return new KafkaUnavailableException(
                isFenced
                        ? "another rerate was started and this one stopped; what it had sent counts, run it again for the rest"
                        : "cannot write topic " + topic,
                isFenced ? null : e);
    }

    /** Aborts a transaction that was not committed. */
    @Override
    public void close() {
        producer.close();
    }
}
