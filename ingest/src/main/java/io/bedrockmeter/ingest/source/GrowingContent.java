package io.bedrockmeter.ingest.source;

import io.bedrockmeter.ingest.file.FramePosition;
import io.bedrockmeter.ingest.file.FrameReader;
import io.bedrockmeter.ingest.file.UnreadableContentException;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.schemas.model.Checkpoint;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Text that is appended to. When it has become shorter, or begins differently, it is read from the beginning. */
final class GrowingContent implements FollowedContent {

    /** How much is read of one file before the next one has its turn. */
    private static final long TURN_BYTES = 8L * 1024 * 1024;

    private final FollowedContext context;
    private final String checkpointSource;
    private final String origin;
    private FrameReader frames;
    private FileHead head = FileHead.EMPTY;
    private long read;
    private boolean resumed;
    private boolean binary;

    GrowingContent(FollowedContext context, String checkpointSource, String origin) {
        this.context = context;
        this.checkpointSource = checkpointSource;
        this.origin = origin;
        this.frames = context.framesFrom(FramePosition.START, origin);
    }

    @Override
    public boolean poll(FileChannel file, Path path) throws IOException {
        if (!resumed) {
            resume(file);
            resumed = true;
        }
        long size = file.size();
        if (size == read) {
            return false;
        }
        if (size < read || !head.matches(file)) {
            startAnew();
        }
        return !binary && readMore(file);
    }

    @Override
    public boolean isSettled() {
        return true;
    }

    @Override
    public void finish() {
        if (!binary) {
            frames.finish();
        }
    }

    private void resume(FileChannel file) throws IOException {
        Optional<Checkpoint> known = context.checkpoint(checkpointSource);
        Optional<FileHead> knownHead = known.flatMap(checkpoint -> FileHead.decode(checkpoint.identity()));
        if (known.isEmpty() || knownHead.isEmpty() || !knownHead.get().matches(file)) {
            return;
        }
        head = knownHead.get();
        if (known.get().position().equals(FollowedContext.DONE)) {
            binary = true;
            read = file.size();
            return;
        }
        FramePosition position = FramePosition.decode(known.get().position()).orElse(FramePosition.START);
        if (position.offset() <= file.size()) {
            read = position.offset();
            frames = context.framesFrom(position, origin);
        }
    }

    private void startAnew() {
        finish();
        frames = context.framesFrom(FramePosition.START, origin);
        head = FileHead.EMPTY;
        read = 0;
        binary = false;
    }

    private boolean readMore(FileChannel file) throws IOException {
        byte[] chunk = context.chunk();
        long end = read + TURN_BYTES;
        boolean any = false;
        while (read < end && !context.stopping().get()) {
            int count = file.read(ByteBuffer.wrap(chunk), read);
            if (count <= 0) {
                return any;
            }
            if (read == 0 && refusedAsBinary(file, chunk, count)) {
                return true;
            }
            any = true;
            frames.feed(chunk, 0, count);
            read += count;
            context.counters().countBytes(count);
            if (head.length() < FileHead.MAX_LENGTH) {
                head = FileHead.of(file, read);
            }
            context.save(checkpointSource, frames.position().encode(), head.encode());
        }
        return any;
    }

    private boolean refusedAsBinary(FileChannel file, byte[] chunk, int count) throws IOException {
        try {
            FrameReader.requireText(chunk, count);
            return false;
        } catch (UnreadableContentException e) {
            context.intake()
                    .refuse(new Refusal(Rejection.of(RejectionCode.UNREADABLE, e.reason()), origin, file.size()));
            binary = true;
            read = file.size();
            head = FileHead.of(file, read);
            context.save(checkpointSource, FollowedContext.DONE, head.encode());
            return true;
        }
    }
}
