package io.bedrockmeter.ingest.source;

import io.bedrockmeter.ingest.file.FramePosition;
import io.bedrockmeter.ingest.file.FrameReader;
import io.bedrockmeter.ingest.file.UnreadableContentException;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.schemas.model.Checkpoint;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A gzip file: read once and whole, as soon as it has stayed unchanged long enough to be complete. */
final class CompressedContent implements FollowedContent {

    private final FollowedContext context;
    private final String checkpointSource;
    private final String origin;
    private String version = "";
    private Instant unchangedSince = Instant.MAX;
    private String doneVersion = "";

    CompressedContent(FollowedContext context, String checkpointSource, String origin) {
        this.context = context;
        this.checkpointSource = checkpointSource;
        this.origin = origin;
    }

    @Override
    public boolean poll(FileChannel file, Path path) throws IOException {
        String present = file.size() + ":" + Files.getLastModifiedTime(path).toMillis();
        Instant now = context.clock().instant();
        if (!present.equals(version)) {
            version = present;
            unchangedSince = now;
        }
        if (present.equals(doneVersion)
                || unchangedSince.plus(context.settings().settle()).isAfter(now)) {
            return false;
        }
        Optional<Checkpoint> known = context.checkpoint(checkpointSource)
                .filter(checkpoint -> checkpoint.identity().equals(present));
        boolean done = known.filter(checkpoint -> checkpoint.position().equals(FollowedContext.DONE))
                .isPresent();
        if (!done) {
            FramePosition start = known.flatMap(checkpoint -> FramePosition.decode(checkpoint.position()))
                    .orElse(FramePosition.START);
            if (!readWhole(path, start)) {
                return true;
            }
        }
        doneVersion = present;
        return !done;
    }

    @Override
    public boolean isSettled() {
        return doneVersion.equals(version);
    }

    @Override
    public void finish() {
        // It was read whole, or never became complete.
    }

    /** Reads to the end; false when it was told to stop before. */
    private boolean readWhole(Path path, FramePosition start) throws IOException {
        FrameReader frames = context.framesFrom(start, origin);
        byte[] chunk = context.chunk();
        try (InputStream in = FrameReader.open(path)) {
            in.skipNBytes(start.offset());
            boolean first = start.offset() == 0;
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                if (first) {
                    FrameReader.requireText(chunk, count);
                    first = false;
                }
                if (context.stopping().get()) {
                    return false;
                }
                frames.feed(chunk, 0, count);
                context.counters().countBytes(count);
                context.save(checkpointSource, frames.position().encode(), version);
            }
            frames.finish();
        } catch (UnreadableContentException e) {
            context.intake()
                    .refuse(new Refusal(
                            Rejection.of(RejectionCode.UNREADABLE, e.reason()), origin + ":" + frames.line(), 0));
        }
        context.save(checkpointSource, FollowedContext.DONE, version);
        return true;
    }
}
