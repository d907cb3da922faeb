package io.bedrockmeter.ingest.source;

import io.bedrockmeter.ingest.file.FramePosition;
import io.bedrockmeter.ingest.file.FrameReader;
import io.bedrockmeter.ingest.file.RecordSink;
import io.bedrockmeter.ingest.sink.CheckpointSink;
import io.bedrockmeter.schemas.model.Checkpoint;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What every followed file of a source shares. For one thread.
 *
 * @param known checkpoints of the last run, by source; those of released files are removed
 * @param chunk buffer for reading
 * @param stopping whether reading should end at the next opportunity
 */
record FollowedContext(
        FollowSettings settings,
        Clock clock,
        RecordIntake intake,
        RecordSink documents,
        CheckpointSink sink,
        IngestCounters counters,
        Map<String, Checkpoint> known,
        byte[] chunk,
        AtomicBoolean stopping) {

    /** Position of a file whose content has been read to its end, or is not worth reading. */
    static final String DONE = "done";

    private static final int CHUNK_BYTES = 256 * 1024;

    static FollowedContext of(
            FollowSettings settings,
            Clock clock,
            RecordIntake intake,
            RecordSink documents,
            CheckpointSink sink,
            IngestCounters counters,
            Map<String, Checkpoint> known) {
        return new FollowedContext(
                settings,
                clock,
                intake,
                documents,
                sink,
                counters,
                new HashMap<>(known),
                new byte[CHUNK_BYTES],
                new AtomicBoolean());
    }

    /** The reader for content that begins like this. */
    FollowedContent contentOf(byte[] magic, String checkpointSource, String origin) {
        return FrameReader.isGzip(magic)
                ? new CompressedContent(this, checkpointSource, origin)
                : new GrowingContent(this, checkpointSource, origin);
    }

    Optional<Checkpoint> checkpoint(String source) {
        return Optional.ofNullable(known.get(source));
    }

    /** Drops the checkpoint of a file that will not come back. */
    void forget(String source) {
        known.remove(source);
        sink.forget(source);
    }

    void save(String source, String position, String identity) {
        sink.checkpoint(new Checkpoint(source, position, identity, clock.instant()));
        sink.commitIfDue();
    }

    FrameReader framesFrom(FramePosition position, String origin) {
        return new FrameReader(settings.maxRecordBytes(), origin, documents, position);
    }
}
