package io.bedrockmeter.ingest.source;

import io.bedrockmeter.ingest.file.RecordOrigin;
import io.bedrockmeter.ingest.file.RecordSink;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.sink.CheckpointSink;
import io.bedrockmeter.schemas.model.Checkpoint;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Follows files and folders as {@code tail -F} does: growth, rotation, truncation, new files. Goes on where the checkpoints
 * say; a record and the checkpoint behind it are handed to the sink together. For one
 * thread, except for {@link #stop}.
 */
public final class FollowSource {

    /** What the followed files hold. */
    public enum Content {
        INVOCATION_LOGS,
        /** CloudEvents, believed as of an authenticated sender. */
        EVENTS
    }

    private final List<FollowRoot> roots;
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
        this.context =
                FollowedContext.of(settings, clock, intake, new Documents(content, intake), sink, counters, known);
        this.roots = paths.stream().map(path -> new FollowRoot(path, context)).toList();
    }

    /**
     * Reads what is new, up to a bound per file.
     *
     * @return whether there was anything; when not, wait a little before asking again
     */
    public boolean poll() {
        boolean progress = false;
        for (FollowRoot root : roots) {
            progress |= root.poll();
        }
        return progress;
    }

    /** Makes {@link #poll} return soon, with what it has handed over by then. May be called from any thread. */
    public void stop() {
        context.stopping().set(true);
    }

    /** Closes all files; the checkpoints stay. */
    public void close() {
        roots.forEach(FollowRoot::close);
    }

    private record Documents(Content content, RecordIntake intake) implements RecordSink {

        @Override
        public void accept(byte[] buffer, int offset, int length, RecordOrigin origin) {
            if (content == Content.EVENTS) {
                intake.event(buffer, offset, length, true, origin.source(), origin);
            } else {
                intake.log(buffer, offset, length, origin.source(), origin);
            }
        }

        @Override
        public void refuse(Refusal refusal) {
            intake.refuse(refusal);
        }

        @Override
        public void warn(String origin, String message) {
            // Only reading whole files warns.
        }
    }
}
