package io.bedrockmeter.metering.coverage;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicFollower;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.SourceReport;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what instances of ingest report about their sources. Every instance of metering reads all of it. While Kafka cannot
 * be reached the last reports stay, and grow old. Thread-safe.
 */
public final class IngestReports implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IngestReports.class);

    private final Map<String, SourceReport> latest = new ConcurrentHashMap<>();
    private final TopicFollower follower;

    private IngestReports(KafkaSettings kafka) {
        this.follower = TopicFollower.start(kafka, "ingest-reports", List.of(Topics.INGEST_SOURCES), this::take);
    }

    /** Begins to read from the oldest report on. The topic must exist. */
    public static IngestReports follow(KafkaSettings kafka) {
        return new IngestReports(kafka);
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
        follower.close();
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
