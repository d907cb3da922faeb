package io.bedrockmeter.metering.export.ledger;

import io.bedrockmeter.metering.export.ExportProgress;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The ledger topic, committed records only, from all partitions up to where they ended when the reading began. Joins no
 * consumer group and commits nothing.
 */
public final class KafkaLedgerSource implements LedgerSource {

    /** How long Kafka may deliver nothing before the reading is given up. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(60);

    private static final int FETCH_BYTES = 16 << 20;

    private final KafkaSettings kafka;
    private final Duration patience;
    private final Clock clock;

    public KafkaLedgerSource(KafkaSettings kafka) {
        this(kafka, DEFAULT_PATIENCE, Clock.systemUTC());
    }

    /** A source that gives up after {@code patience} without a record. */
    public KafkaLedgerSource(KafkaSettings kafka, Duration patience, Clock clock) {
        this.kafka = kafka;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * Reads the topic.
     *
     * @throws KafkaUnavailableException when the topic does not exist, or Kafka cannot be reached or stops delivering
     */
    @Override
    public Scan read(TimeRange range, Consumer<LedgerEntry> entries, ExportProgress progress) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return new LedgerScan(kafka.name(Topics.LEDGER), consumer, patience, clock).run(range, entries, progress);
        } catch (KafkaException e) {
            throw new KafkaUnavailableException(
                    "cannot read topic " + kafka.name(Topics.LEDGER) + " from " + kafka.bootstrapServers(), e);
        }
    }

    private Map<String, Object> config() {
        Map<String, Object> config = kafka.clientConfig();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Records may expire while they are read; the oldest that is left is then the next.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(Math.min(30_000, patience.toMillis())));
        return config;
    }
}
