package io.bedrockmeter.bench.dsl;

import io.bedrockmeter.bench.workload.Names;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.UsageOrigin;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** {@link DslTopology} at work. */
public final class DslService {

    /** Kafka Streams application id, and prefix of the topics of its own, both behind the topic prefix. */
    public static final String APPLICATION_ID = "bench-dsl";

    private static final long CACHE_BYTES = 256L << 20;

    private final KafkaSettings kafka;
    private final String clockInvocations;
    private final String clockTagEvents;
    private final Progress progress = new Progress();
    private final KafkaStreams streams;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private long clockTicks;

    public DslService(KafkaSettings kafka, Path directory, Map<String, RateSchedule> prices)
            throws ExecutionException, InterruptedException {
        this.kafka = kafka;
        this.clockInvocations = kafka.topicPrefix() + APPLICATION_ID + "-clock-invocations";
        this.clockTagEvents = kafka.topicPrefix() + APPLICATION_ID + "-clock-tag-events";
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            admin.createTopics(List.of(
                            new NewTopic(clockInvocations, kafka.partitions(), (short) 1),
                            new NewTopic(clockTagEvents, kafka.partitions(), (short) 1)))
                    .all()
                    .get();
        }
        DslTopology topology = new DslTopology(kafka, clockInvocations, clockTagEvents, prices, progress);
        this.streams = new KafkaStreams(topology.build(), settings(directory));
        streams.setUncaughtExceptionHandler(problem -> {
            failure.compareAndSet(null, problem);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    }

    private Properties settings(Path directory) {
        Properties settings = new Properties();
        settings.putAll(kafka.clientConfig());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, kafka.topicPrefix() + APPLICATION_ID);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        settings.put(StreamsConfig.consumerPrefix("max.poll.records"), 4_000);
        settings.put(StreamsConfig.producerPrefix("linger.ms"), 20);
        settings.put(StreamsConfig.producerPrefix("batch.size"), 256 << 10);
        settings.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        return settings;
    }

    public void start() {
        streams.start();
    }

    /**
     * Records read, those that only move the time on included.
     *
     * @throws IllegalStateException when it has stopped by itself
     */
    public long taken() {
        checkAlive();
        return progress.taken.sum();
    }

    private void checkAlive() {
        Throwable problem = failure.get();
        if (problem != null) {
            throw new IllegalStateException("the Kafka Streams application has failed", problem);
        }
    }

    /** A count that grows whenever something is under way. */
    public long activity() {
        checkAlive();
        return progress.sent.sum() + progress.received.sum();
    }

    /** Moves event time on to the present in every partition, so that requests without a partner are told; all are older. */
    public void moveTimeOn() {
        clockTicks++;
        Instant time = Instant.now().plusSeconds(clockTicks);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.clientConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int partition = 0; partition < kafka.partitions(); partition++) {
                String id = DslTopology.CLOCK + clockTicks + "-" + partition;
                byte[] key = id.getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(
                        clockTagEvents,
                        partition,
                        key,
                        Topics.TAG_EVENTS.codec().encode(tagEvent(id, time))));
                producer.send(new ProducerRecord<>(
                        clockInvocations,
                        partition,
                        key,
                        Topics.INVOCATIONS.codec().encode(invocation(id, time))));
            }
        }
    }

    private static TagEvent tagEvent(String id, Instant time) {
        return new TagEvent(id, Map.of(), "", "", "", -1, true, "/bench", id, time);
    }

    private static Invocation invocation(String id, Instant time) {
        return new Invocation(
                id,
                time,
                Names.ACCOUNT,
                Names.REGION,
                "",
                "",
                "",
                "",
                "",
                Quantities.NONE,
                true,
                "",
                false,
                "",
                -1,
                Map.of(),
                UsageOrigin.INVOCATION_LOG,
                "");
    }

    public void stop() {
        streams.close(CloseOptions.timeout(Duration.ofSeconds(20))
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
