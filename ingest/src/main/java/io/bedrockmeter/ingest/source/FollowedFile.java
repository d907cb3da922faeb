package io.bedrockmeter.ingest.source;

import io.bedrockmeter.ingest.file.RecordReader;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file that is followed, known by its file key (device and inode), so that it stays itself under a new name. What kind of
 * content it has is decided once its first bytes are there. Not thread-safe.
 */
final class FollowedFile {

    private static final int MAGIC_BYTES = 2;

    private final FollowedContext context;
    private final String checkpointSource;
    private final boolean keepOpen;
    private Path path;
    private @Nullable FileChannel channel;
    private @Nullable FollowedContent content;
    private boolean unreadable;
    private @Nullable Instant goneSince;
    private String version = "";
    private String idleVersion = "-";

    /**
     * A file that was found.
     *
     * @param checkpointSource name of its checkpoint
     * @param keepOpen whether it must stay open because it could not be found again under another name
     */
    FollowedFile(FollowedContext context, String checkpointSource, Path path, boolean keepOpen) {
        this.context = context;
        this.checkpointSource = checkpointSource;
        this.path = path;
        this.keepOpen = keepOpen;
    }

    /** It is there, under this name, with these attributes. */
    void seenAt(Path present, BasicFileAttributes attributes) {
        path = present;
        goneSince = null;
        version = attributes.size() + ":" + attributes.lastModifiedTime().toMillis();
    }

    /** It is not where it was; since when. */
    Instant gone(Instant now) {
        if (goneSince == null) {
            goneSince = now;
        }
        return goneSince;
    }

    /**
     * Reads what is new.
     *
     * @return whether there was anything
     */
    boolean poll() {
        if (channel == null && version.equals(idleVersion)) {
            return false;
        }
        try {
            Optional<FileChannel> open = open();
            if (open.isEmpty()) {
                return false;
            }
            boolean progress = read(open.get());
            if (progress) {
                goneSince = null;
            } else if (!keepOpen) {
                close();
            }
            idleVersion = !progress && (content == null || content.isSettled()) ? version : "-";
            unreadable = false;
            return progress;
        } catch (ClosedByInterruptException e) {
            close();
            return false;
        } catch (IOException e) {
            refuseOnce(e);
            close();
            return false;
        }
    }

    /** Ends following: nothing will be appended any more, and its checkpoint is of no use. */
    void release() {
        if (content != null) {
            content.finish();
        }
        context.forget(checkpointSource);
        close();
    }

    void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Closing after reading loses nothing.
        }
        channel = null;
    }

    private boolean read(FileChannel open) throws IOException {
        FollowedContent present = content;
        if (present == null) {
            byte[] magic = magic(open);
            if (magic.length < MAGIC_BYTES) {
                return false;
            }
            present = context.contentOf(magic, checkpointSource, RecordReader.sourceOf(path));
            content = present;
        }
        return present.poll(open, path);
    }

    /** The open file, which is the one with our key and not another that has taken its name. */
    private Optional<FileChannel> open() throws IOException {
        if (channel != null) {
            return Optional.of(channel);
        }
        if (goneSince != null) {
            return Optional.empty();
        }
        try {
            FileChannel opened = FileChannel.open(path);
            if (!checkpointSource.endsWith(FollowRoot.keySuffix(path, attributes(path)))) {
                opened.close();
                return Optional.empty();
            }
            channel = opened;
            return Optional.of(opened);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    private static byte[] magic(SeekableByteChannel open) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(MAGIC_BYTES);
        open.position(0);
        while (magic.hasRemaining() && open.read(magic) >= 0) {
            // reads until the magic is full or the file ends
        }
        byte[] bytes = new byte[magic.position()];
        magic.flip().get(bytes);
        return bytes;
    }

    private void refuseOnce(IOException e) {
        if (!unreadable) {
            unreadable = true;
            context.intake()
                    .refuse(new Refusal(
                            Rejection.of(
                                    RejectionCode.UNREADABLE,
                                    "cannot be read: " + e.getClass().getSimpleName() + "; trying again"),
                            RecordReader.sourceOf(path),
                            0));
        }
    }
}
