package io.bedrockmeter.metering;

import io.bedrockmeter.metering.rating.Prices;
import io.bedrockmeter.metering.topology.MeteringTopology;
import io.bedrockmeter.metering.topology.Progress;
import io.bedrockmeter.metering.topology.StoredRequests;
import io.bedrockmeter.metering.topology.StreamsSettings;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.runtime.streams.InternalTopics;
import io.bedrockmeter.runtime.streams.LocalState;
import io.bedrockmeter.runtime.streams.RestoreProgress;
import io.bedrockmeter.runtime.streams.StreamsFailures;
import io.bedrockmeter.schemas.model.Granularity;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metering service: one Kafka Streams application. The topics must exist (see
 * {@link io.bedrockmeter.runtime.kafka.TopicSetup}).
 */
public final class MeteringService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MeteringService.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaSettings kafka;
    private final MeteringCounters counters = new MeteringCounters();
    private final Progress progress = new Progress();
    private final StreamsFailures failures = new StreamsFailures("metering", Clock.systemUTC());
    private final RestoreProgress restore = new RestoreProgress("metering", Clock.systemUTC());
    private final CountDownLatch running = new CountDownLatch(1);
    private final LocalState local;
    private final Map<Granularity, Duration> retention;
    private final MeteringTopology topology;
    private final int maxCells;
    private final Supplier<KafkaStreams> another;
    private final Prices prices;
    private volatile KafkaStreams streams;
    private volatile UsageView usage;
    private volatile StoredRequests requests;
    private final InputProgress input;

    /**
     * Prepares the service; nothing runs yet.
     *
     * @throws KafkaUnavailableException when the brokers cannot be reached, or the topics are missing or do not fit together
     */
    public MeteringService(MeteringConfig config, KafkaSettings kafka) {
        this(config, kafka, Optional.empty());
    }

    /**
     * Prepares an instance that others can ask for its share of the totals; nothing runs yet.
     *
     * @param advertised {@code host:port} where others reach its HTTP server, empty to tell nobody
     * @throws KafkaUnavailableException when the brokers cannot be reached, or the topics are missing or do not fit together
     */
    public MeteringService(MeteringConfig config, KafkaSettings kafka, Optional<String> advertised) {
        this.kafka = InputProgress.withActualPartitions(kafka);
        this.retention = config.retention();
        String applicationId = StreamsSettings.applicationId(config, kafka);
        Properties settings = StreamsSettings.of(config, this.kafka);
        advertised.ifPresent(address -> settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address));
        this.maxCells = config.maxCells();
        this.topology = new MeteringTopology(config, this.kafka, counters, progress);
        Topology stages = topology.build(settings);
        this.local = new LocalState(config.stateDir(), InternalTopics.of(stages, applicationId), this.kafka);
        local.prepare();
        this.another = () -> prepared(topology.build(settings), settings);
        this.streams = prepared(stages, settings);
        this.usage = view(streams);
        this.requests = topology.requests(streams);
        this.prices = topology.prices();
        this.input = new InputProgress(applicationId, this.kafka, InputProgress.ALL);
    }

    private UsageView view(KafkaStreams of) {
        return new UsageView(topology.stored(of), progress, kafka.partitions());
    }

    /** The application, not started yet. */
    private KafkaStreams prepared(Topology stages, Properties settings) {
        KafkaStreams prepared = new KafkaStreams(stages, settings);
        prepared.setGlobalStateRestoreListener(restore);
        prepared.setUncaughtExceptionHandler(failures);
        prepared.setStateListener((now, before) -> {
            LOG.atInfo().addKeyValue("state", now).log("metering state");
            if (now == KafkaStreams.State.ERROR) {
                failures.stop("metering went into state ERROR");
            }
            if (now == KafkaStreams.State.RUNNING || now == KafkaStreams.State.ERROR) {
                running.countDown();
            }
        });
        return prepared;
    }

    /** Brings the retention of topics to what is configured, and starts; returns before the first record is read. */
    public void start() {
        TopicRetention.apply(retention, kafka);
        streams = local.start(streams, another);
        usage = view(streams);
        requests = topology.requests(streams);
    }

    /** Whether all stores are restored and records are being processed. */
    public boolean isReady() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Where the totals of all instances are, for whoever asks them, once started. The service starts and closes it. */
    public KafkaStreams streams() {
        return streams;
    }

    /** How many partitions the totals have. */
    public int partitions() {
        return kafka.partitions();
    }

    /** Why the service stopped by itself, empty while it works. A process should end with this message. */
    public Optional<String> failure() {
        return failures.fatal();
    }

    public MeteringCounters counters() {
        return counters;
    }

    /** How far the stores are restored. */
    public RestoreProgress restore() {
        return restore;
    }

    /** Shows what the service does in a registry; to be called once it is started. */
    public void bindTo(MeterRegistry registry) {
        MeteringMetrics metrics = new MeteringMetrics(registry, Clock.systemUTC());
        metrics.show(counters, streams);
        metrics.show(usage);
        metrics.show(requests);
        metrics.showCells(topology::knownCells, maxCells);
    }

    /** The topics that the service keeps for itself. */
    public static InternalTopics internalTopics(MeteringConfig config, KafkaSettings kafka) {
        MeteringTopology topology = new MeteringTopology(config, kafka, new MeteringCounters(), new Progress());
        return InternalTopics.of(
                topology.build(StreamsSettings.of(config, kafka)), StreamsSettings.applicationId(config, kafka));
    }

    /** The totals this instance holds. Fails with a Kafka Streams exception until {@link #isReady()}. */
    public UsageView usage() {
        return usage;
    }

    /** What this instance remembers of requests. Fails with a Kafka Streams exception until {@link #isReady()}. */
    public StoredRequests requests() {
        return requests;
    }

    /** List prices as this instance knows them now. */
    public Prices prices() {
        return prices;
    }

    /**
     * Waits until everything that is in the input topics now has been read, rated and added to the totals that
     * {@link #usage()} shows. Only meaningful where this is the only instance of the application.
     *
     * @throws TimeoutException when that takes longer than {@code timeout}
     * @throws InterruptedException when interrupted
     */
    public void awaitCaughtUp(Duration timeout) throws TimeoutException, InterruptedException {
        Instant deadline = Instant.now().plus(timeout);
        if (!running.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException("metering did not start within " + timeout.toSeconds() + " s");
        }
        InputProgress.Target target = input.target();
        poll(deadline, () -> input.committed(target), "metering is still reading");
        long epoch = progress.request();
        poll(deadline, () -> progress.complete(epoch, kafka.partitions()), "metering is still adding up");
    }

    private void poll(Instant deadline, java.util.function.BooleanSupplier done, String otherwise)
            throws TimeoutException, InterruptedException {
        while (!done.getAsBoolean()) {
            failures.fatal().ifPresent(reason -> {
                throw new IllegalStateException("metering stopped: " + reason);
            });
            if (Instant.now().isAfter(deadline)) {
                throw new TimeoutException(otherwise);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Stops within eight seconds, one as a rule, and leaves the consumer group, so that others take over at once. */
    @Override
    public void close() {
        boolean inOrder = streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        if (inOrder && running.getCount() == 0) {
            local.remember();
        }
        input.close();
    }
}
