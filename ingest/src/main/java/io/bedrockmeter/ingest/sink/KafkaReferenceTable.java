package io.bedrockmeter.ingest.sink;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.runtime.kafka.Turns;
import io.bedrockmeter.schemas.topics.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table on a compacted topic. All writers share one transactional id, which makes them one at a time: who starts later
 * fences who started earlier, and the earlier one starts anew on what the later one left.
 *
 * @param <V> the rows
 */
final class KafkaReferenceTable<V> implements ReferenceTable<V> {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaReferenceTable.class);

    private final KafkaSettings settings;
    private final Topic<V> topic;
    private final Function<V, String> key;

    KafkaReferenceTable(KafkaSettings settings, Topic<V> topic, Function<V, String> key) {
        this.settings = settings;
        this.topic = topic;
        this.key = key;
    }

    @Override
    public Map<String, V> read() {
        return CompactedTable.read(settings, topic);
    }

    @Override
    public int update(Function<Map<String, V>, List<V>> change) {
        // Mostly nothing is different; a look without a transaction then disturbs no other writer.
        if (changes(change).isEmpty()) {
            return 0;
        }
        for (int attempt = 1; ; attempt++) {
            try (Producer<String, byte[]> producer =
                    new KafkaProducer<>(producerConfig(), new StringSerializer(), new ByteArraySerializer())) {
                producer.initTransactions();
                Map<String, V> changed = changes(change);
                write(producer, changed);
                return changed.size();
            } catch (ProducerFencedException | InvalidProducerEpochException e) {
                if (attempt == Turns.ATTEMPTS) {
                    throw new KafkaUnavailableException("other writers of " + name() + " are at work", e);
                }
                LOG.atInfo()
                        .addKeyValue("topic", name())
                        .addKeyValue("attempt", attempt)
                        .log("another writer was first: again");
                Turns.stepAside(attempt);
            } catch (KafkaException e) {
                throw new KafkaUnavailableException("cannot write " + name(), e);
            }
        }
    }

    private Map<String, V> changes(Function<Map<String, V>, List<V>> change) {
        Map<String, V> table = read();
        return ReferencePublisher.changed(table, change.apply(table), key);
    }

    private void write(Producer<String, byte[]> producer, Map<String, V> values) {
        if (values.isEmpty()) {
            return;
        }
        producer.beginTransaction();
        List<Future<?>> sent = new ArrayList<>(values.size());
        values.forEach((rowKey, value) -> sent.add(
                producer.send(new ProducerRecord<>(name(), rowKey, topic.codec().encode(value)))));
        producer.flush();
        try {
            for (Future<?> each : sent) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while writing " + name(), e);
        }
        producer.commitTransaction();
    }

    private Map<String, Object> producerConfig() {
        Map<String, Object> config = settings.clientConfig();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name() + "-writer");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return config;
    }

    private String name() {
        return settings.name(topic);
    }
}
