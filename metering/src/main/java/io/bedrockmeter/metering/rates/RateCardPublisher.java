package io.bedrockmeter.metering.rates;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.runtime.kafka.Turns;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateRecord;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes rate cards on the rate-cards topic: reads the whole table, changes it, and writes the records that differ in one
 * transaction. A transactional id shared by all publishers makes one of them at a time: who starts later fences who
 * started earlier, and the earlier one starts anew on the table the later one left. Thread-safe.
 */
public final class RateCardPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(RateCardPublisher.class);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /**
     * Largest record before compression. A model's history grows with every publication; repeated keys compress
     * many times, which keeps batches below a broker's default of 1 MiB.
     */
    private static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;

    private final KafkaSettings settings;
    private final RateCardTopic topic;

    public RateCardPublisher(KafkaSettings settings) {
        this.settings = settings;
        this.topic = new RateCardTopic(settings, PATIENCE, System::nanoTime);
    }

    /**
     * The published table.
     *
     * @throws KafkaUnavailableException when the topic cannot be read
     */
    public RateCardTable current() {
        return topic.read();
    }

    /** Merges imported cards (see {@link RateCardMerge#merge}) and says what that changed. */
    public RateCardDiff merge(Collection<RateSchedule> imported) {
        return publish(table -> table.plus(imported));
    }

    /** Puts a file in place of what its source had before (see {@link RateCardTable#with}) and says what that changed. */
    public RateCardDiff replace(RateCardFile file) {
        return publish(table -> table.with(file));
    }

    /**
     * Publishes the bundled cards. An older program leaves the cards of a newer one, or of a newer import, as they are.
     */
    public RateCardDiff publishBundled() {
        RateCardFile bundled = BundledRateCards.file();
        return publish(table -> hasNewer(table, bundled) ? table : table.with(bundled));
    }

    private static boolean hasNewer(RateCardTable table, RateCardFile bundled) {
        for (RateSchedule schedule : table.prices().values()) {
            for (RateCard card : schedule.cards()) {
                if (card.layer() == RateLayer.BUNDLED
                        && card.source().equals(bundled.source())
                        && RateCardMerge.compareVersions(card.version(), bundled.version()) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Changes the table. The change may be computed more than once, each time on the newest table.
     *
     * @throws KafkaUnavailableException when Kafka cannot be reached, or others publish all the time
     */
    public RateCardDiff publish(UnaryOperator<RateCardTable> change) {
        for (int attempt = 1; ; attempt++) {
            try (Producer<String, byte[]> producer =
                    new KafkaProducer<>(config(), new StringSerializer(), new ByteArraySerializer())) {
                producer.initTransactions();
                RateCardTable before = topic.read();
                RateCardTable after = change.apply(before);
                write(producer, before.records(), after.records());
                return RateCardDiff.between(before, after);
            } catch (ProducerFencedException | InvalidProducerEpochException e) {
                if (attempt == Turns.ATTEMPTS) {
                    throw new KafkaUnavailableException("other publishers of rate cards are at work", e);
                }
                LOG.atInfo().addKeyValue("attempt", attempt).log("another publisher of rate cards was first: again");
                Turns.stepAside(attempt);
            } catch (KafkaException e) {
                throw new KafkaUnavailableException("cannot publish rate cards on " + settings.bootstrapServers(), e);
            }
        }
    }

    private void write(
            Producer<String, byte[]> producer, Map<String, RateRecord> before, Map<String, RateRecord> after) {
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
        if (keys.isEmpty()) {
            return;
        }
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = new ArrayList<>(keys.size());
        for (String key : keys) {
            RateRecord record = after.get(key);
            byte[] value = record == null ? null : Topics.RATE_CARDS.codec().encode(record);
            sent.add(producer.send(new ProducerRecord<>(settings.name(Topics.RATE_CARDS), key, value)));
        }
        producer.flush();
        await(sent);
        producer.commitTransaction();
        LOG.atInfo().addKeyValue("records", keys.size()).log("rate cards published");
    }

    private static void await(List<Future<RecordMetadata>> sent) {
        try {
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while publishing rate cards", e);
        }
    }

    private Map<String, Object> config() {
        Map<String, Object> config = settings.clientConfig();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.topicPrefix() + "rate-card-publisher");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "rate-cards-publisher");
        return config;
    }
}
