package io.bedrockmeter.metering.coverage;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.SourceReport;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
 * Follows what instances of ingest report about their sources. Every instance of metering reads all of it. While Kafka cannot
 * be reached the last reports stay, and grow old. Thread-safe.
 */
public final class IngestReports implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IngestReports.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long PAUSE_MS = 1_000;
    private static final long CLOSE_MS = 2_000;

    private final Consumer<String, byte[]> consumer;
    private final Thread thread;
    private final Map<String, SourceReport> latest = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    private IngestReports(Consumer<String, byte[]> consumer) {
        this.consumer = consumer;
        this.thread = new Thread(this::run, "ingest-reports");
        this.thread.setDaemon(true);
    }

    /** Begins to read from the oldest report on. The topic must exist. */
    public static IngestReports follow(KafkaSettings kafka) {
        Map<String, Object> config = kafka.clientConfig();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> only = List.of(new TopicPartition(kafka.name(Topics.INGEST_SOURCES), 0));
        consumer.assign(only);
        consumer.seekToBeginning(only);
        IngestReports reports = new IngestReports(consumer);
        reports.thread.start();
        return reports;
    }

    /** The latest report of each source, by name. */
    public List<SourceReport> latest() {
        return latest.values().stream()
                .sorted(Comparator.comparing(SourceReport::source))
                .toList();
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
            while (!stopped) {
                poll();
            }
        } catch (WakeupException e) {
            LOG.atDebug().log("no longer following the reports of ingest");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll() throws InterruptedException {
        try {
            consumer.poll(POLL).forEach(this::take);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.atWarn().addKeyValue("reason", e.toString()).log("the reports of ingest cannot be read, trying again");
            Thread.sleep(PAUSE_MS);
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            return;
        }
        if (record.value() == null) {
            latest.remove(record.key());
            return;
        }
        try {
            latest.put(record.key(), Topics.INGEST_SOURCES.codec().decode(record.value()));
        } catch (UndecodableException e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("reason", e.getMessage())
                    .log("record left out");
        }
    }
}
