package io.bedrockmeter.ingest.source;

import io.bedrockmeter.ingest.file.RecordOrigin;
import io.bedrockmeter.ingest.file.RecordSink;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.sink.CheckpointSink;
import io.bedrockmeter.schemas.model.Checkpoint;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Follows files and folders as {@code tail -F} does: growth, rotation, truncation, new files. Goes on where the checkpoints
 * say; a record and the checkpoint behind it are handed to the sink together. For one
 * thread, except for {@link #stop}.
 */
public final class FollowSource implements PolledSource {

    /** What the followed files hold. */
    public enum Content {
        INVOCATION_LOGS,
        /** CloudEvents, believed as of an authenticated sender. */
        EVENTS;

        String wireName() {
            return this == EVENTS ? "files:events" : "files:logs";
        }
    }

    private final List<FollowRoot> roots;
    private final Documents documents;
    private final Clock clock;
    private volatile Optional<Instant> lastPoll = Optional.empty();
    private volatile Optional<Instant> completeAt = Optional.empty();
    private final FollowedContext context;

    /**
     * A source that has read nothing yet.
     *
     * @param paths files and folders; they may appear later
     * @param known checkpoints of earlier runs, by source
     */
    public FollowSource(
            Content content,
            List<Path> paths,
            FollowSettings settings,
            Clock clock,
            CheckpointSink sink,
            IngestCounters counters,
            Map<String, Checkpoint> known) {
        RecordIntake intake = new RecordIntake(clock, settings.maxRecordBytes(), sink, counters);
        this.clock = clock;
        this.documents = new Documents(content, intake, new LongAdder(), new LongAdder());
        this.context = FollowedContext.of(settings, clock, intake, documents, sink, counters, known);
        this.roots = paths.stream().map(path -> new FollowRoot(path, context)).toList();
    }

    /**
     * Reads what is new, up to a bound per file.
     *
     * @return whether there was anything; when not, wait a little before asking again
     */
    @Override
    public boolean poll() {
        Instant began = clock.instant();
        boolean progress = false;
        for (FollowRoot root : roots) {
            progress |= root.poll();
        }
        lastPoll = Optional.of(began);
        if (!progress) {
            completeAt = lastPoll;
        }
        return progress;
    }

    @Override
    public List<SourceState> states() {
        if (roots.isEmpty()) {
            return List.of();
        }
        return List.of(new SourceState(
                documents.content().wireName(),
                lastPoll,
                completeAt,
                Optional.empty(),
                Duration.ZERO,
                Duration.ZERO,
                documents.read().sum(),
                documents.rejected().sum(),
                0,
                0,
                ""));
    }

    /** Makes {@link #poll} return soon, with what it has handed over by then. May be called from any thread. */
    @Override
    public void stop() {
        context.stopping().set(true);
    }

    /** Closes all files; the checkpoints stay. */
    @Override
    public void close() {
        roots.forEach(FollowRoot::close);
    }

    private record Documents(Content content, RecordIntake intake, LongAdder read, LongAdder rejected)
            implements RecordSink {

        @Override
        public void accept(byte[] buffer, int offset, int length, RecordOrigin origin) {
            read.increment();
            List<Refusal> refused = content == Content.EVENTS
                    ? intake.event(buffer, offset, length, true, origin.source(), origin)
                    : intake.log(buffer, offset, length, origin.source(), origin);
            rejected.add(refused.size());
        }

        @Override
        public void refuse(Refusal refusal) {
            rejected.increment();
            intake.refuse(refusal);
        }

        @Override
        public void warn(String origin, String message) {
            // Only reading whole files warns.
        }
    }
}
