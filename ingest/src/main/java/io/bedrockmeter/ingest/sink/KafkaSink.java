package io.bedrockmeter.ingest.sink;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.Checkpoint;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.SourceReport;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes to Kafka: invocations, tag events, dead letters, and in the same transaction how far their sources have been read and
 * how they do.
 * Readers that see committed records only see each exactly once. For one thread, except for {@link #close}.
 */
public final class KafkaSink implements CheckpointSink, TransactionalSink {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Producer<String, byte[]> producer;
    private final TransactionalBatch batch;
    private final CommitPolicy policy;
    private final String invocations;
    private final String tagEvents;
    private final String deadLetters;
    private final String checkpoints;
    private final String sources;
    private final Map<String, Optional<SourceReport>> reports = new LinkedHashMap<>();
    private final Map<String, Optional<Checkpoint>> pending = new LinkedHashMap<>();
    private long openSinceNanos;

    KafkaSink(KafkaSettings settings, Producer<String, byte[]> producer, String transactionalId, CommitPolicy policy) {
        this.producer = producer;
        this.batch = new TransactionalBatch(producer, transactionalId);
        this.policy = policy;
        this.invocations = settings.name(Topics.INVOCATIONS);
        this.tagEvents = settings.name(Topics.TAG_EVENTS);
        this.deadLetters = settings.name(Topics.DEAD_LETTERS);
        this.checkpoints = settings.name(Topics.INGEST_CHECKPOINTS);
        this.sources = settings.name(Topics.INGEST_SOURCES);
    }

    /**
     * Connects. Any older instance with the same id is fenced, and what it left uncommitted is aborted.
     *
     * @param instanceId tells instances of ingest apart; the same again after a restart
     * @throws KafkaUnavailableException when the brokers cannot be reached or refuse
     */
    public static KafkaSink open(KafkaSettings settings, String instanceId, CommitPolicy policy) {
        String transactionalId = settings.topicPrefix() + "ingest-" + instanceId;
        Producer<String, byte[]> producer = new KafkaProducer<>(
                producerConfig(settings, transactionalId), new StringSerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw new KafkaUnavailableException(
                    "cannot begin to write to " + settings.bootstrapServers() + " as " + transactionalId, e);
        }
        return new KafkaSink(settings, producer, transactionalId, policy);
    }

    private static Map<String, Object> producerConfig(KafkaSettings settings, String transactionalId) {
        Map<String, Object> config = settings.clientConfig();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L * 1024 * 1024);
        return config;
    }

    @Override
    public void invocation(Invocation invocation) {
        send(invocations, Topics.INVOCATIONS, invocation.requestId(), invocation);
    }

    @Override
    public void tagEvent(TagEvent event) {
        send(tagEvents, Topics.TAG_EVENTS, event.requestId(), event);
    }

    @Override
    public void deadLetter(DeadLetter deadLetter) {
        send(deadLetters, Topics.DEAD_LETTERS, deadLetter.origin(), deadLetter);
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        noteOpen();
        pending.put(checkpoint.source(), Optional.of(checkpoint));
    }

    @Override
    public void forget(String source) {
        noteOpen();
        pending.put(source, Optional.empty());
    }

    @Override
    public void report(SourceReport report) {
        noteOpen();
        reports.put(report.source(), Optional.of(report));
    }

    /** Drops what is reported of a source that will not come back, with the next commit. */
    public void forgetReport(String source) {
        noteOpen();
        reports.put(source, Optional.empty());
    }

    @Override
    public void commitIfDue() {
        if (isIdle()) {
            return;
        }
        boolean full = batch.size() >= policy.maxRecords();
        if (full || System.nanoTime() - openSinceNanos >= policy.maxDelay().toNanos()) {
            commit();
        }
    }

    /**
     * Makes everything handed over visible, with its checkpoints.
     *
     * @throws SinkFailedException when that can never succeed
     */
    @Override
    public void commit() {
        pending.forEach((source, checkpoint) -> batch.add(new ProducerRecord<>(
                checkpoints,
                source,
                checkpoint.map(Topics.INGEST_CHECKPOINTS.codec()::encode).orElse(null))));
        pending.clear();
        reports.forEach((source, report) -> batch.add(new ProducerRecord<>(
                sources,
                source,
                report.map(Topics.INGEST_SOURCES.codec()::encode).orElse(null))));
        reports.clear();
        batch.commit();
    }

    /** Leaves without committing; takes at most two seconds. Commit first what should stay. */
    @Override
    public void close() {
        batch.stop();
        producer.close(CLOSE_TIMEOUT);
    }

    private <V> void send(String name, Topic<V> topic, String key, V value) {
        noteOpen();
        batch.add(new ProducerRecord<>(name, key, topic.codec().encode(value)));
    }

    private void noteOpen() {
        if (isIdle()) {
            openSinceNanos = System.nanoTime();
        }
    }

    private boolean isIdle() {
        return batch.size() == 0 && pending.isEmpty() && reports.isEmpty();
    }
}
