package io.bedrockmeter.ingest.file;

import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads files and folders, plain or gzip, whole. Folders are walked in the order of names, hidden files and Bedrock's body
 * objects are left out. Whatever is wrong with a file goes to the sink, and the next file is read.
 */
public final class RecordReader {

    private static final int CHUNK_BYTES = 256 * 1024;

    private final int maxRecordBytes;
    private final byte[] chunk = new byte[CHUNK_BYTES];

    /** A reader; not thread-safe. */
    public RecordReader(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    /** The name of a file in origins and checkpoints. */
    public static String sourceOf(Path file) {
        return "file:" + file;
    }

    /** Reads a file, or every file of a folder. */
    public ReadSummary read(Path path, RecordSink sink) {
        try {
            if (!Files.isDirectory(path)) {
                return new ReadSummary(1, readFile(path, sink));
            }
            long[] filesAndBytes = new long[2];
            LogFolder.walk(
                    path,
                    file -> {
                        filesAndBytes[0]++;
                        filesAndBytes[1] += readFile(file, sink);
                    },
                    (unreadable, e) -> refuse(unreadable, e, sink));
            if (filesAndBytes[0] == 0) {
                sink.warn(sourceOf(path), "the folder holds no files to read");
            }
            return new ReadSummary(filesAndBytes[0], filesAndBytes[1]);
        } catch (IOException e) {
            refuse(path, e, sink);
            return new ReadSummary(0, 0);
        }
    }

    /** Reads one file and returns the bytes of its (inflated) content. */
    private long readFile(Path file, RecordSink sink) {
        String source = sourceOf(file);
        FrameReader framer = new FrameReader(maxRecordBytes, source, sink, FramePosition.START);
        long total = 0;
        try (InputStream in = ContentStream.open(file)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                if (total == 0) {
                    ContentStream.requireText(chunk, count);
                }
                framer.feed(chunk, 0, count);
                total += count;
            }
            framer.finish();
            if (total == 0) {
                sink.warn(source, "the file is empty");
            }
        } catch (UnreadableContentException e) {
            refuseContent(source, e.reason(), framer.line(), total, sink);
        } catch (IOException e) {
            refuse(file, e, sink);
        }
        return total;
    }

    private static void refuseContent(String source, String reason, long line, long total, RecordSink sink) {
        String origin = total == 0 ? source : source + ":" + line;
        sink.refuse(new Refusal(Rejection.of(RejectionCode.UNREADABLE, reason), origin, 0));
    }

    private static void refuse(Path path, IOException e, RecordSink sink) {
        String reason;
        if (e instanceof NoSuchFileException) {
            reason = "there is no such file or folder";
        } else if (e instanceof AccessDeniedException) {
            reason = "access is denied";
        } else {
            reason = "cannot be read: " + e.getClass().getSimpleName();
        }
        sink.refuse(new Refusal(Rejection.of(RejectionCode.UNREADABLE, reason), sourceOf(path), 0));
    }
}
