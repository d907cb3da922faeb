package io.bedrockmeter.ingest;

import io.bedrockmeter.ingest.aws.ReferenceSync;
import io.bedrockmeter.ingest.aws.SyncStatus;
import io.bedrockmeter.ingest.cloudwatch.CloudWatchSource;
import io.bedrockmeter.ingest.cloudwatch.TailStatus;
import io.bedrockmeter.ingest.http.HttpIntake;
import io.bedrockmeter.ingest.reference.ProfileFiles;
import io.bedrockmeter.ingest.reference.ProjectFiles;
import io.bedrockmeter.ingest.reference.ReferenceFile;
import io.bedrockmeter.ingest.refusal.LogRefusals;
import io.bedrockmeter.ingest.s3.BucketStatus;
import io.bedrockmeter.ingest.s3.S3Source;
import io.bedrockmeter.ingest.sink.CompactedTable;
import io.bedrockmeter.ingest.sink.KafkaSink;
import io.bedrockmeter.ingest.sink.ReferencePublisher;
import io.bedrockmeter.ingest.sink.WrittenDeadLetters;
import io.bedrockmeter.ingest.source.FollowSource;
import io.bedrockmeter.ingest.source.FollowSource.Content;
import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.ingest.source.News;
import io.bedrockmeter.ingest.source.PolledSource;
import io.bedrockmeter.ingest.source.SourceState;
import io.bedrockmeter.runtime.http.Health;
import io.bedrockmeter.runtime.http.HealthCheck;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Checkpoint;
import io.bedrockmeter.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ingest as a service: publishes reference files, keeps profiles and projects up to date with AWS, and reads files, log groups
 * and buckets into Kafka from where the last run of the same instance committed, each kind on its own thread, until it is
 * closed or Kafka refuses for good.
 */
public final class IngestService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IngestService.class);
    private static final Duration AWS_PAUSE = Duration.ofMillis(20);

    private final IngestConfig config;
    private final KafkaSettings kafka;
    private final Clock clock;
    private final IngestCounters counters = new IngestCounters();
    private final List<SourceThread> threads = new ArrayList<>();
    private Optional<CloudWatchSource> cloudWatch = Optional.empty();
    private Optional<S3Source> s3 = Optional.empty();
    private @Nullable ReferenceSync sync;

    public IngestService(IngestConfig config, KafkaSettings kafka) {
        this(config, kafka, Clock.systemUTC());
    }

    public IngestService(IngestConfig config, KafkaSettings kafka, Clock clock) {
        this.config = config;
        this.kafka = kafka;
        this.clock = clock;
    }

    /**
     * Starts; returns when the first sources are about to be read. May be called once.
     *
     * @throws KafkaUnavailableException when the brokers cannot be reached or refuse
     */
    public synchronized void start() {
        if (!threads.isEmpty()) {
            throw new IllegalStateException("started already");
        }
        TopicSetup.ensure(kafka);
        ReferencePublisher publisher = new ReferencePublisher(kafka);
        publishReferences(publisher);
        KafkaSink sink = addFiles();
        if (!config.cloudWatch().groups().isEmpty()) {
            addCloudWatch();
        }
        if (!config.s3().buckets().isEmpty()) {
            addS3();
        }
        forgetRemovedSources(sink);
        threads.forEach(SourceThread::start);
        config.sync().ifPresent(learned -> sync = ReferenceSync.start(learned, publisher, clock));
        LOG.atInfo()
                .addKeyValue("instance", config.instanceId())
                .addKeyValue("logs", config.logs())
                .addKeyValue("events", config.events())
                .log("ingest started");
    }

    /** Registers what it does as metrics; to be called after {@link #start}. */
    public void register(MeterRegistry registry) {
        new SourceMetrics(this, clock, registry).register();
    }

    /**
     * Whether all sources are being read, for {@code /readyz}. One that does not answer, or has a problem, impairs the service
     * and does not make it unready: what else it does goes on.
     */
    public HealthCheck health() {
        return new HealthCheck("sources", this::healthNow);
    }

    private Health healthNow() {
        if (!isRunning()) {
            return new Health.Down("sources are not being read");
        }
        String problems = sources().stream()
                .filter(state -> !state.problem().isEmpty())
                .map(state -> state.source() + ": " + state.problem())
                .collect(Collectors.joining("; "));
        return problems.isEmpty() ? new Health.Up() : new Health.Impaired(problems);
    }

    /** What it has done since it started. */
    public IngestCounters counters() {
        return counters;
    }

    /** How learning from AWS has gone, empty where nothing is to be learned. */
    public synchronized List<SyncStatus> syncStatuses() {
        return sync == null ? List.of() : sync.statuses();
    }

    /** How each source does, whatever its kind. */
    public synchronized List<SourceState> sources() {
        return threads.stream().flatMap(thread -> thread.states().stream()).toList();
    }

    /** How each log group does that is tailed. */
    public synchronized List<TailStatus> logGroups() {
        return cloudWatch.map(CloudWatchSource::status).orElse(List.of());
    }

    /** How each bucket does that is read. */
    public synchronized List<BucketStatus> buckets() {
        return s3.map(S3Source::status).orElse(List.of());
    }

    /** Why a part of it has stopped by itself, empty while none has. */
    public synchronized Optional<RuntimeException> failure() {
        return threads.stream().flatMap(thread -> thread.failure().stream()).findFirst();
    }

    /** Whether it is reading all its sources. */
    public synchronized boolean isRunning() {
        return !threads.isEmpty() && threads.stream().allMatch(SourceThread::isRunning);
    }

    /** Commits what has been read and stops; takes at most five seconds for each kind of source, two as a rule. What is lost then is read again later. */
    @Override
    public synchronized void close() {
        threads.forEach(SourceThread::stop);
        if (sync != null) {
            sync.close();
        }
        threads.forEach(SourceThread::close);
    }

    private KafkaSink addFiles() {
        KafkaSink sink = KafkaSink.open(kafka, config.instanceId(), config.commit());
        Map<String, Checkpoint> known = checkpoints();
        List<PolledSource> sources = List.of(
                new FollowSource(Content.INVOCATION_LOGS, config.logs(), config.follow(), clock, sink, counters, known),
                new FollowSource(Content.EVENTS, config.events(), config.follow(), clock, sink, counters, known));
        add("", sources, sink, new News(), config.pollInterval());
        return sink;
    }

    private void addCloudWatch() {
        KafkaSink sink = KafkaSink.open(kafka, config.instanceId() + "-cloudwatch", config.commit());
        Map<String, Checkpoint> known = checkpoints();
        WrittenDeadLetters written = CloudWatchSource.deadLettersSince(config.cloudWatch(), known)
                .map(since -> WrittenDeadLetters.read(kafka, CloudWatchSource.PREFIX, since))
                .orElse(WrittenDeadLetters.NONE);
        News news = new News();
        CloudWatchSource source =
                new CloudWatchSource(config.cloudWatch(), clock, sink, counters, known, written, news);
        cloudWatch = Optional.of(source);
        add("-cloudwatch", List.of(source), sink, news, AWS_PAUSE);
    }

    private void addS3() {
        KafkaSink sink = KafkaSink.open(kafka, config.instanceId() + "-s3", config.commit());
        S3Source source = new S3Source(config.s3(), clock, sink, sink::commit, counters, checkpoints());
        s3 = Optional.of(source);
        add("-s3", List.of(source), sink, new News(), config.pollInterval());
    }

    /** Takes back what earlier runs of this instance reported about sources that are not configured any more. */
    private void forgetRemovedSources(KafkaSink sink) {
        Set<String> own = new HashSet<>();
        threads.forEach(thread -> own.addAll(thread.reportedNames()));
        own.add(HttpIntake.sourceOf(config.instanceId()));
        CompactedTable.read(kafka, Topics.INGEST_SOURCES).values().stream()
                .filter(report -> report.instanceId().equals(config.instanceId()) && !own.contains(report.source()))
                .forEach(report -> sink.forgetReport(report.source()));
    }

    /** To be read only after the sink was opened: that has ended whatever an older instance had under way. */
    private Map<String, Checkpoint> checkpoints() {
        return CompactedTable.read(kafka, Topics.INGEST_CHECKPOINTS);
    }

    private void add(String kind, List<PolledSource> sources, KafkaSink sink, News news, Duration pause) {
        SourceReports reports = new SourceReports(config.instanceId(), sources, sink, clock);
        threads.add(new SourceThread("ingest-" + config.instanceId() + kind, sources, reports, sink, news, pause));
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
}
