package io.bedrockmeter.ingest.file;

/** Follows brackets and strings from the first byte of a JSON value to its last, across chunks. Not thread-safe. */
final class DocumentScan {

    private int depth;
    private boolean inString;
    private boolean escaped;
    private byte last;

    void begin() {
        begin(0);
    }

    /** Begins inside of {@code depth} open brackets. */
    void begin(int depth) {
        this.depth = depth;
        inString = false;
        escaped = false;
        last = 0;
    }

    /**
     * Goes on to the next point of interest: behind the last byte of the value, or at a line end, or behind a bracket that
     * opens the second level, or the end of the chunk.
     *
     * @return index of the first byte that was not consumed
     */
    int scan(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (inString) {
                i = scanString(bytes, i, to);
                if (inString) {
                    return i;
                }
                continue;
            }
            byte b = bytes[i];
            switch (b) {
                case '\n' -> {
                    return i;
                }
                case '"' -> inString = true;
                case '{' -> depth++;
                case '[' -> {
                    last = b;
                    if (++depth == 2) {
                        return i + 1;
                    }
                }
                case '}', ']' -> {
                    last = b;
                    if (--depth == 0) {
                        return i + 1;
                    }
                }
                default -> {}
            }
            if (b > ' ' || b < 0) {
                last = b;
            }
            i++;
        }
        return i;
    }

    /** Whether the value is complete. */
    boolean ended() {
        return depth == 0;
    }

    boolean inString() {
        return inString;
    }

    /** Whether a list has just been opened directly inside of the value. */
    boolean openedList() {
        return depth == 2 && last == '[';
    }

    /** Whether the value cannot be cut off here: after an opening bracket, a comma or a colon a line may well end. */
    boolean expectsMore() {
        return last == '{' || last == '[' || last == ',' || last == ':';
    }

    /** Scans to behind the closing quote; stays in the string at a line end or the end of the chunk. */
    private int scanString(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\n') {
                return i;
            }
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '"') {
                inString = false;
                last = b;
                return i + 1;
            }
        }
        return to;
    }
}
