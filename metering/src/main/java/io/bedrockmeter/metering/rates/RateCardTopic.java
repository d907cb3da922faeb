package io.bedrockmeter.metering.rates;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import io.bedrockmeter.schemas.model.RateRecord;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The compacted rate-cards topic, read whole. */
final class RateCardTopic {

    private static final Logger LOG = LoggerFactory.getLogger(RateCardTopic.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaSettings settings;
    private final Duration patience;
    private final LongSupplier nanoTime;

    /**
     * @param patience how long a read may take altogether
     * @param nanoTime a clock that never goes back
     */
    RateCardTopic(KafkaSettings settings, Duration patience, LongSupplier nanoTime) {
        this.settings = settings;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** The last schedule of every model and account, committed ones only. */
    RateCardTable read() {
        String topic = settings.name(Topics.RATE_CARDS);
        Map<String, Object> config = settings.clientConfig();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "rate-cards-reader");
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic, patience).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new KafkaUnavailableException("topic " + topic + " does not exist", null);
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return drain(consumer, consumer.endOffsets(partitions, patience));
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("cannot read topic " + topic + " on " + settings.bootstrapServers(), e);
        }
    }

    private RateCardTable drain(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        Map<String, RateRecord> records = new HashMap<>();
        long deadline = nanoTime.getAsLong() + patience.toNanos();
        while (!atEnd(consumer, ends)) {
            if (nanoTime.getAsLong() - deadline > 0) {
                throw new KafkaUnavailableException(
                        "reading topic " + settings.name(Topics.RATE_CARDS) + " took longer than " + patience, null);
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                take(record, records);
            }
        }
        return table(records.values());
    }

    private static RateCardTable table(Collection<RateRecord> records) {
        Map<String, RateSchedule> prices = new HashMap<>();
        Map<String, DiscountSchedule> discounts = new HashMap<>();
        for (RateRecord record : records) {
            if (record instanceof RateSchedule schedule) {
                prices.put(schedule.model(), schedule);
            } else if (record instanceof DiscountSchedule schedule) {
                discounts.put(schedule.account(), schedule);
            }
        }
        return new RateCardTable(prices, discounts);
    }

    private static boolean atEnd(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (consumer.position(end.getKey()) < end.getValue()) {
                return false;
            }
        }
        return true;
    }

    private static void take(ConsumerRecord<String, byte[]> record, Map<String, RateRecord> table) {
        if (record.value() == null) {
            table.remove(record.key());
            return;
        }
        try {
            table.put(record.key(), Topics.RATE_CARDS.codec().decode(record.value()));
        } catch (UndecodableException e) {
            // A table must not be stuck on one bad row, or on one of a newer program: it counts as absent.
            table.remove(record.key());
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("problem", e.getMessage())
                    .log("record of rate cards ignored: it cannot be decoded");
        }
    }
}
