package io.bedrockmeter.ingest.file;

import io.bedrockmeter.schemas.model.RejectionCode;
import java.nio.charset.StandardCharsets;

/** The document, or the junk, that is being cut out: where it began, and what of it came in earlier chunks. */
final class OpenDocument {

    private static final int MAX_CONTAINER_HEAD = 64;
    private static final String CONTAINER_HEAD = "{\"events\":[";

    private final int maxBytes;
    private final Frames out;
    private final DocumentBuffer buffer;
    private final DocumentScan scan = new DocumentScan();

    private long offset;
    private long line;
    private int number;
    private int indent;
    private boolean multiLine;

    OpenDocument(int maxBytes, Frames out) {
        this.maxBytes = maxBytes;
        this.out = out;
        this.buffer = new DocumentBuffer(maxBytes);
    }

    /**
     * Begins.
     *
     * @param indent white space before it on its line
     */
    void begin(long offset, long line, int number, int indent) {
        this.offset = offset;
        this.line = line;
        this.number = number;
        this.indent = indent;
        multiLine = false;
        scan.begin();
        buffer.reset();
    }

    DocumentScan scan() {
        return scan;
    }

    long line() {
        return line;
    }

    int indent() {
        return indent;
    }

    boolean isMultiLine() {
        return multiLine;
    }

    void goesOnNextLine() {
        multiLine = true;
    }

    /** Keeps a part that ends with its chunk. */
    void keep(byte[] chunk, int from, int to) {
        buffer.append(chunk, from, to);
    }

    /** It is complete, and ends with this part. */
    void emit(byte[] chunk, int from, int to) {
        if (!buffer.isEmpty() || to - from > maxBytes) {
            buffer.append(chunk, from, to);
        }
        if (buffer.tooLarge()) {
            tooLarge(buffer.total());
        } else if (buffer.isEmpty()) {
            out.document(chunk, from, to - from, line, number);
        } else {
            out.document(buffer.bytes(), 0, buffer.length(), line, number);
        }
        buffer.reset();
    }

    /** It ends before {@code end} without being complete. */
    void broken(String reason, long end) {
        long size = end - offset;
        if (size > maxBytes) {
            tooLarge(size);
        } else {
            out.broken(RejectionCode.MALFORMED_JSON, reason, line, number, size);
        }
        buffer.reset();
    }

    /** Whether what there is of it, up to {@code to}, opens {@code {"events": [}. */
    boolean isContainerHead(byte[] chunk, int from, int to) {
        if (buffer.total() + to - from > MAX_CONTAINER_HEAD) {
            return false;
        }
        String head = new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.ISO_8859_1)
                + new String(chunk, from, to - from, StandardCharsets.ISO_8859_1);
        return head.replaceAll("\\s", "").equals(CONTAINER_HEAD);
    }

    private void tooLarge(long size) {
        out.broken(
                RejectionCode.TOO_LARGE, size + " bytes: expected a record of at most " + maxBytes, line, number, size);
    }
}
