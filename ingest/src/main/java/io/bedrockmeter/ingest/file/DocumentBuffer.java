package io.bedrockmeter.ingest.file;

import java.util.Arrays;

/** Holds a document that spans several chunks, up to a limit; of a larger one it keeps the length only. */
final class DocumentBuffer {

    private static final int INITIAL_CAPACITY = 64 * 1024;

    private static final int KEPT_CAPACITY = 4 * 1024 * 1024;

    private final int limit;
    private byte[] bytes = new byte[0];
    private int length;
    private long total;

    DocumentBuffer(int limit) {
        this.limit = limit;
    }

    void append(byte[] chunk, int from, int to) {
        int more = to - from;
        total += more;
        if (total > limit) {
            clear();
            return;
        }
        if (bytes.length - length < more) {
            long wanted = Math.max(INITIAL_CAPACITY, Math.max(2L * bytes.length, (long) length + more));
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(limit, length + more), wanted));
        }
        System.arraycopy(chunk, from, bytes, length, more);
        length += more;
    }

    /** Forgets the document, and the room for it when that was large. */
    void reset() {
        total = 0;
        length = 0;
        if (bytes.length > KEPT_CAPACITY) {
            bytes = new byte[0];
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Bytes of the document, also those that were not kept. */
    long total() {
        return total;
    }

    boolean isEmpty() {
        return total == 0;
    }

    boolean tooLarge() {
        return total > limit;
    }

    private void clear() {
        bytes = new byte[0];
        length = 0;
    }
}
