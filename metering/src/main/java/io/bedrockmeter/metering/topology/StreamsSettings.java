package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The Kafka Streams settings, with why. */
public final class StreamsSettings {

    private static final int SESSION_TIMEOUT_MS = 10_000;
    private static final int HEARTBEAT_INTERVAL_MS = 3_000;
    private static final int MAX_POLL_RECORDS = 4_000;
    private static final int LINGER_MS = 20;
    private static final int BATCH_BYTES = 256 << 10;

    private StreamsSettings() {}

    /**
     * The application id in force. A topic prefix other than the default stands in front of it, so that two installations on
     * one cluster share neither consumer group nor internal topics.
     */
    public static String applicationId(MeteringConfig config, KafkaSettings kafka) {
        return kafka.topicPrefix().equals(Topics.DEFAULT_PREFIX)
                ? config.applicationId()
                : kafka.topicPrefix() + config.applicationId();
    }

    public static Properties of(MeteringConfig config, KafkaSettings kafka) {
        Properties settings = new Properties();
        settings.putAll(kafka.clientConfig());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(config, kafka));
        settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbyReplicas());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) kafka.replicationFactor());
        // Names of stores and repartition topics are part of the contract between two versions of this application.
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // The upper bound: CommitPacer asks for commits sooner while they are cheap.
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                config.longestCommitInterval().toMillis());
        // Records of a task may be taken in any order, so it need not wait for, nor look after, all of its partitions.
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // No store uses the record cache: WriteBack combines what changes between two commits.
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), MAX_POLL_RECORDS);
        // A killed process is noticed after this time; the default of 45 s is nearly all of a failover.
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_INTERVAL_MS);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER_MS);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        return settings;
    }
}
