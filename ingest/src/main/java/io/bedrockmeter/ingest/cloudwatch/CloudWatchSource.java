package io.bedrockmeter.ingest.cloudwatch;

import io.bedrockmeter.ingest.sink.CheckpointSink;
import io.bedrockmeter.ingest.sink.WrittenDeadLetters;
import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.ingest.source.News;
import io.bedrockmeter.ingest.source.PolledSource;
import io.bedrockmeter.ingest.source.RecordIntake;
import io.bedrockmeter.ingest.source.SourceState;
import io.bedrockmeter.schemas.model.Checkpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tails log groups. Within one run every event is handed over once. After a restart nothing is missing, what was committed of
 * a backfill does not come again, and invocations of the overlap do: their request ids tell. Dead letters never come again.
 * For one thread, except for {@link #status}.
 */
public final class CloudWatchSource implements PolledSource {

    /** What its checkpoints and dead letters begin with. */
    public static final String PREFIX = "cloudwatch:";

    /** How far ahead of its arrival CloudWatch accepts an event, and a dead letter can be written before its event time. */
    private static final Duration MAX_AHEAD = Duration.ofHours(2);

    private final LogClients clients;
    private final List<GroupTail> tails = new ArrayList<>();
    private volatile boolean stopped;
    private int first;

    /**
     * A source that has asked for nothing yet.
     *
     * @param known checkpoints of earlier runs, by source
     * @param written dead letters of earlier runs, at least since {@link #deadLettersSince}
     * @param news told when an answer has come
     */
    public CloudWatchSource(
            CloudWatchConfig config,
            Clock clock,
            CheckpointSink sink,
            IngestCounters counters,
            Map<String, Checkpoint> known,
            WrittenDeadLetters written,
            News news) {
        this(config, clock, sink, counters, known, written, news, Pace.DEFAULT);
    }

    CloudWatchSource(
            CloudWatchConfig config,
            Clock clock,
            CheckpointSink sink,
            IngestCounters counters,
            Map<String, Checkpoint> known,
            WrittenDeadLetters written,
            News news,
            Pace pace) {
        this.clients = new LogClients(config.logStream());
        RecordIntake records = new RecordIntake(clock, config.maxRecordBytes(), written.leftOutOf(sink), counters);
        Map<String, RequestBudget> budgets = new HashMap<>();
        Function<LogGroup, RequestBudget> budgetOf = group -> budgets.computeIfAbsent(
                group.account() + "/" + group.region(),
                absent -> new RequestBudget(pace.quota().applyAsInt(group.region()), System::nanoTime));
        for (LogGroup group : config.groups()) {
            TailMeter meter = new TailMeter(group.source(), clock);
            GroupAccess access = new GroupAccess(group, clients, budgetOf.apply(group), pace, meter, news::tell);
            TailPosition start =
                    GroupTail.start(config, group, Optional.ofNullable(known.get(group.source())), clock.millis());
            EventIntake intake = new EventIntake(group.source(), records, meter);
            tails.add(new GroupTail(config, clock, access, intake, sink, start));
        }
    }

    /** Since when dead letters of earlier runs matter: none written before can come again. Empty when none can. */
    public static Optional<Instant> deadLettersSince(CloudWatchConfig config, Map<String, Checkpoint> known) {
        return config.groups().stream()
                .flatMap(group -> Optional.ofNullable(known.get(group.source())).stream())
                .flatMap(checkpoint -> TailPosition.decode(checkpoint.position()).stream())
                .map(position -> Instant.ofEpochMilli(position.earliestMs()).minus(MAX_AHEAD))
                .min(Instant::compareTo);
    }

    @Override
    public boolean poll() {
        boolean progress = false;
        for (int i = 0; i < tails.size() && !stopped; i++) {
            progress |= tails.get((first + i) % tails.size()).poll();
        }
        first = tails.isEmpty() ? 0 : (first + 1) % tails.size();
        return progress;
    }

    /** How each log group does, in the order of the configuration. May be called from any thread. */
    public List<TailStatus> status() {
        return tails.stream().map(GroupTail::status).toList();
    }

    @Override
    public List<SourceState> states() {
        return status().stream().map(TailStatus::state).toList();
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        tails.forEach(GroupTail::cancel);
        clients.close();
    }
}
