package io.bedrockmeter.ingest;

import io.bedrockmeter.ingest.aws.ReferenceSync;
import io.bedrockmeter.ingest.aws.SyncStatus;
import io.bedrockmeter.ingest.reference.ProfileFiles;
import io.bedrockmeter.ingest.reference.ProjectFiles;
import io.bedrockmeter.ingest.reference.ReferenceFile;
import io.bedrockmeter.ingest.refusal.LogRefusals;
import io.bedrockmeter.ingest.sink.CompactedTable;
import io.bedrockmeter.ingest.sink.KafkaSink;
import io.bedrockmeter.ingest.sink.ReferencePublisher;
import io.bedrockmeter.ingest.sink.SinkFailedException;
import io.bedrockmeter.ingest.source.FollowSource;
import io.bedrockmeter.ingest.source.FollowSource.Content;
import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Checkpoint;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ingest as a service: publishes reference files, keeps profiles and projects up to date with AWS, and follows logs and events into Kafka from where the last run of the same
 * instance committed, until it is closed or Kafka refuses for good.
 */
public final class IngestService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IngestService.class);
    private static final long ORDERLY_STOP_MS = 2_000;
    private static final long FORCED_STOP_MS = 500;

    private final IngestConfig config;
    private final KafkaSettings kafka;
    private final Clock clock;
    private final IngestCounters counters = new IngestCounters();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private @Nullable Thread thread;
    private @Nullable KafkaSink sink;
    private @Nullable ReferenceSync sync;
    private List<FollowSource> sources = List.of();

    public IngestService(IngestConfig config, KafkaSettings kafka) {
        this(config, kafka, Clock.systemUTC());
    }

    public IngestService(IngestConfig config, KafkaSettings kafka, Clock clock) {
        this.config = config;
        this.kafka = kafka;
        this.clock = clock;
    }

    /**
     * Starts; returns when the first files are about to be read. May be called once.
     *
     * @throws KafkaUnavailableException when the brokers cannot be reached or refuse
     */
    public synchronized void start() {
        if (thread != null) {
            throw new IllegalStateException("started already");
        }
        TopicSetup.ensure(kafka);
        ReferencePublisher publisher = new ReferencePublisher(kafka);
        publishReferences(publisher);
        KafkaSink opened = KafkaSink.open(kafka, config.instanceId(), config.commit());
        sink = opened;
        // Only now: opening has ended whatever an older instance had under way.
        Map<String, Checkpoint> known = CompactedTable.read(kafka, Topics.INGEST_CHECKPOINTS);
        sources = List.of(
                new FollowSource(
                        Content.INVOCATION_LOGS, config.logs(), config.follow(), clock, opened, counters, known),
                new FollowSource(Content.EVENTS, config.events(), config.follow(), clock, opened, counters, known));
        List<FollowSource> followed = sources;
        Thread started = new Thread(() -> run(followed, opened), "ingest-" + config.instanceId());
        thread = started;
        started.start();
        config.sync().ifPresent(learned -> sync = ReferenceSync.start(learned, publisher, clock));
        LOG.atInfo()
                .addKeyValue("instance", config.instanceId())
                .addKeyValue("logs", config.logs())
                .addKeyValue("events", config.events())
                .log("ingest started");
    }

    /** What it has done since it started. */
    public IngestCounters counters() {
        return counters;
    }

    /** How learning from AWS has gone, empty where nothing is to be learned. */
    public synchronized List<SyncStatus> syncStatuses() {
        return sync == null ? List.of() : sync.statuses();
    }

    /** Why it has stopped by itself, empty while it has not. */
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Whether it is following its files. */
    public synchronized boolean isRunning() {
        return thread != null && thread.isAlive() && failure.get() == null;
    }

    /** Commits what has been read and stops; takes at most five seconds. What is lost then is read again later. */
    @Override
    public synchronized void close() {
        stop.countDown();
        sources.forEach(FollowSource::stop);
        if (sync != null) {
            sync.close();
        }
        Thread running = thread;
        if (running != null && !joined(running, ORDERLY_STOP_MS)) {
            running.interrupt();
            joined(running, FORCED_STOP_MS);
        }
        if (sink != null) {
            sink.close();
        }
    }

    private void run(List<FollowSource> followed, KafkaSink kafkaSink) {
        try {
            boolean stopping = false;
            while (!stopping) {
                boolean progress = false;
                for (FollowSource source : followed) {
                    progress |= source.poll();
                }
                kafkaSink.commitIfDue();
                stopping = stop.await(progress ? 0 : config.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
            }
            kafkaSink.commit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SinkFailedException e) {
            failure.set(e);
            LOG.atError()
                    .addKeyValue("instance", config.instanceId())
                    .addKeyValue("reason", e.getMessage())
                    .log("ingest has stopped");
        } catch (RuntimeException e) {
            failure.set(e);
            LOG.atError()
                    .addKeyValue("instance", config.instanceId())
                    .setCause(e)
                    .log("ingest has stopped for a reason that is a defect");
        } finally {
            followed.forEach(FollowSource::close);
        }
    }

    private void publishReferences(ReferencePublisher publisher) {
        config.profiles()
                .map(ProfileFiles::read)
                .ifPresent(file -> published("profiles", publisher.publishProfiles(file.entries()), file));
        config.projects()
                .map(ProjectFiles::read)
                .ifPresent(file -> published("projects", publisher.publishProjects(file.entries()), file));
    }

    private void published(String what, int changed, ReferenceFile<?> file) {
        LogRefusals refusals = new LogRefusals(clock);
        file.refused().forEach(refusals::log);
        LOG.atInfo()
                .addKeyValue("read", file.entries().size())
                .addKeyValue("refused", file.refused().size())
                .addKeyValue("changed", changed)
                .log(what + " published");
    }

    private static boolean joined(Thread running, long millis) {
        try {
            running.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !running.isAlive();
    }
}
