package io.bedrockmeter.ingest.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Cuts content that arrives bit by bit into documents, from a position where it stopped earlier. Not thread-safe.
 */
public final class FrameReader {

    private final JsonFramer framer;

    /**
     * A reader that goes on at {@code position}.
     *
     * @param source what the content is called in origins
     */
    public FrameReader(int maxRecordBytes, String source, RecordSink sink, FramePosition position) {
        this.framer = new JsonFramer(maxRecordBytes, new SinkFrames(source, sink), position);
    }

    /** Takes the next bytes. */
    public void feed(byte[] chunk, int offset, int length) {
        framer.feed(chunk, offset, length);
    }

    /** Ends the content: an unfinished document is refused. */
    public void finish() {
        framer.finish();
    }

    /** The place behind everything handed to the sink. */
    public FramePosition position() {
        return framer.position();
    }

    /** Line on which the next byte stands. */
    public long line() {
        return framer.line();
    }

    /**
     * Opens the content of a file, inflated where it is gzip.
     *
     * @throws UnreadableContentException when it is of a kind that is not read; also from reading, when it is damaged
     */
    public static InputStream open(Path file) throws IOException {
        return ContentStream.open(file);
    }

    /** As {@link #open(Path)}, for content from elsewhere; the stream is closed with it. */
    public static InputStream open(InputStream content) throws IOException {
        return ContentStream.open(content);
    }

    /** Whether content that begins like this is gzip; two bytes are enough. */
    public static boolean isGzip(byte[] head) {
        return ContentStream.isGzip(head);
    }

    /**
     * Refuses binary content.
     *
     * @param count how many bytes of {@code head}, the beginning of the content, there are
     */
    public static void requireText(byte[] head, int count) throws UnreadableContentException {
        ContentStream.requireText(head, count);
    }
}
