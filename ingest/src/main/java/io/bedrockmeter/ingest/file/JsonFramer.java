package io.bedrockmeter.ingest.file;

import io.bedrockmeter.schemas.model.RejectionCode;

/**
 * Cuts a stream of bytes into JSON documents: one per line, several per line, pretty-printed over many lines, elements of a
 * list, or elements of {@code {"events": [...]}} (aws logs filter-log-events). A line may begin with an ISO-8601 time and a
 * space (CloudWatch Logs export to S3).
 *
 * <p>A broken document does not take the following ones with it. Where it ends is known at the end of its line when records
 * are one to a line, because JSON strings hold no raw line ends; otherwise at the next line that starts a document at the
 * same indentation. Memory is bounded by the largest document allowed; of larger ones nothing is kept. Not thread-safe.
 */
final class JsonFramer {

    private enum State {
        BETWEEN,
        /** In the time at the beginning of a line. */
        PREFIX,
        DOCUMENT,
        /** In the rest of a container object behind its list. */
        TAIL,
        /** In something that is no JSON object, until the end of its line or list element. */
        JUNK,
        /** In the rest of a broken document. */
        SKIP
    }

    private static final int TOP = 0;
    private static final int LIST = 1;
    private static final int CONTAINER = 2;

    private final Frames out;
    private final OpenDocument open;
    private final LineCursor cursor;
    private final LinePrefix prefix = new LinePrefix();
    private final FrameMark mark = new FrameMark();

    private State state;
    private long consumed;
    private int nesting;
    private long listLine;
    private boolean oneLineRecords;
    private int skipIndent;
    private long prefixOffset;
    private boolean quotedJunk;

    JsonFramer(int maxDocumentBytes, Frames out) {
        this(maxDocumentBytes, out, FramePosition.START);
    }

    /** A framer that goes on at {@code position}; the first byte fed is the one at its offset. */
    JsonFramer(int maxDocumentBytes, Frames out, FramePosition position) {
        this.out = out;
        this.open = new OpenDocument(maxDocumentBytes, out);
        this.cursor = new LineCursor(position.line(), position.documentsOnLine());
        this.consumed = position.offset();
        this.nesting = position.nesting();
        this.listLine = position.line();
        this.oneLineRecords = position.oneLineRecords();
        this.skipIndent = position.skipIndent();
        this.state = skipIndent >= 0 ? State.SKIP : State.BETWEEN;
        mark(consumed);
    }

    /** The place behind everything that was handed out: a framer that starts there repeats and omits nothing. */
    FramePosition position() {
        return mark.position(oneLineRecords);
    }

    /** Line on which the next byte stands. */
    long line() {
        return cursor.line();
    }

    /** Takes the next bytes. */
    void feed(byte[] chunk, int offset, int length) {
        int end = offset + length;
        int i = consumed == 0 ? skipByteOrderMark(chunk, offset, end) : offset;
        int from = i;
        while (i < end) {
            long at = consumed + i - offset;
            switch (state) {
                case BETWEEN -> {
                    from = i;
                    i = between(chunk[i], i, at);
                }
                case PREFIX -> i = prefix(chunk[i], i);
                case DOCUMENT -> i = document(chunk, from, i, end, at);
                case TAIL -> i = tail(chunk, i, end, at);
                case JUNK -> i = junk(chunk[i], i, at);
                case SKIP -> i = skip(chunk[i], i, at);
            }
        }
        if (state == State.DOCUMENT) {
            open.keep(chunk, from, end);
        }
        consumed += length;
    }

    /** Ends the input: what is unfinished is broken. */
    void finish() {
        switch (state) {
            case DOCUMENT -> breakDocument("cut off: the input ends inside of it", consumed);
            case PREFIX -> {
                beginJunk(prefixOffset);
                endJunk(consumed);
            }
            case JUNK -> endJunk(consumed);
            default -> {
                if (nesting != TOP && state != State.SKIP) {
                    unclosedList();
                }
            }
        }
    }

    private int between(byte b, int i, long at) {
        switch (b) {
            case '\n' -> {
                cursor.newLine();
                mark(at + 1);
            }
            case ' ', '\t' -> cursor.blank();
            case '\r' -> {}
            case '{' -> {
                begin(at);
                return i;
            }
            case '[' -> {
                return openList(i, at);
            }
            case ']' -> closeList(at);
            default -> {
                return separatorOrJunk(b, i, at);
            }
        }
        return i + 1;
    }

    private int separatorOrJunk(byte b, int i, long at) {
        boolean separates = b == ',' && !cursor.isPrefixed() && (nesting != TOP || cursor.documents() > 0);
        if (separates) {
            cursor.leaveHead();
            return i + 1;
        }
        if (b >= '0' && b <= '9' && cursor.indent() == 0 && nesting == TOP) {
            prefixOffset = at;
            state = State.PREFIX;
            prefix.begin();
        } else {
            beginJunk(at);
        }
        return i;
    }

    private int openList(int i, long at) {
        if (cursor.isPrefixed()) {
            beginJunk(at);
            return i;
        }
        if (nesting != TOP) {
            begin(at);
            return i;
        }
        nesting = LIST;
        listLine = cursor.line();
        cursor.leaveHead();
        return i + 1;
    }

    private void closeList(long at) {
        if (nesting == CONTAINER) {
            open.scan().begin(1);
            state = State.TAIL;
            cursor.leaveHead();
        } else if (nesting == LIST) {
            leaveList(at + 1);
        } else {
            beginJunk(at);
        }
    }

    private void leaveList(long next) {
        nesting = TOP;
        cursor.countAtLeastOne();
        state = State.BETWEEN;
        mark(next);
    }

    private int prefix(byte b, int i) {
        switch (prefix.accept(b)) {
            case COMPLETE -> {
                cursor.prefixSeen();
                state = State.BETWEEN;
            }
            case OTHER -> {
                beginJunk(prefixOffset);
                return i;
            }
            case OPEN -> {}
        }
        return i + 1;
    }

    private void begin(long at) {
        int indent = Math.max(0, cursor.indent());
        open.begin(at, cursor.line(), cursor.countDocument(), indent);
        state = State.DOCUMENT;
    }

    private int document(byte[] chunk, int from, int i, int end, long at) {
        if (cursor.atHead() && isBlank(chunk[i])) {
            cursor.blank();
            return i + 1;
        }
        if (cursor.indent() == open.indent() && chunk[i] == '{') {
            breakDocument("cut off: another document starts on line " + cursor.line(), at);
            return i;
        }
        cursor.leaveHead();
        DocumentScan scan = open.scan();
        int next = scan.scan(chunk, i, end);
        long nextAt = at + next - i;
        if (scan.ended()) {
            open.emit(chunk, from, next);
            oneLineRecords |= !open.isMultiLine();
            state = State.BETWEEN;
            mark(nextAt);
        } else if (scan.openedList() && nesting == TOP && open.isContainerHead(chunk, from, next)) {
            nesting = CONTAINER;
            listLine = open.line();
            state = State.BETWEEN;
            mark(nextAt);
        } else if (next < end && chunk[next] == '\n') {
            documentLineEnd(nextAt);
            next++;
        }
        return next;
    }

    /** A line ends inside of a document: either it goes on, or the line was cut off. */
    private void documentLineEnd(long at) {
        boolean lineBound =
                cursor.isPrefixed() || oneLineRecords && !open.scan().expectsMore();
        if (open.scan().inString()) {
            breakDocument("cut off: a line ends inside of a string", at);
            if (open.isMultiLine()) {
                state = State.SKIP;
                skipIndent = open.indent();
            }
        } else if (!open.isMultiLine() && lineBound) {
            breakDocument("cut off: the line ends inside of an object", at);
        } else {
            open.goesOnNextLine();
        }
        cursor.newLine();
        if (state != State.DOCUMENT) {
            mark(at + 1);
        }
    }

    private void breakDocument(String reason, long at) {
        open.broken(reason, at);
        state = State.BETWEEN;
        mark(at);
    }

    private int tail(byte[] chunk, int i, int end, long at) {
        if (cursor.atHead() && isBlank(chunk[i])) {
            cursor.blank();
            return i + 1;
        }
        if (cursor.indent() == 0 && chunk[i] == '{') {
            unclosedList();
            leaveList(at);
            cursor.recountFromHead();
            mark(at);
            return i;
        }
        cursor.leaveHead();
        int next = open.scan().scan(chunk, i, end);
        if (open.scan().ended()) {
            leaveList(at + next - i);
        } else if (next < end && chunk[next] == '\n') {
            cursor.newLine();
            next++;
        }
        return next;
    }

    private void beginJunk(long at) {
        open.begin(at, cursor.line(), cursor.countDocument(), 0);
        quotedJunk = false;
        state = State.JUNK;
    }

    private int junk(byte b, int i, long at) {
        boolean endsElement = nesting != TOP && !quotedJunk && (b == ',' || b == ']');
        if (b != '\n' && !endsElement) {
            quotedJunk ^= b == '"';
            return i + 1;
        }
        endJunk(at);
        if (endsElement) {
            mark(at);
            return i;
        }
        cursor.newLine();
        mark(at + 1);
        return i + 1;
    }

    private void endJunk(long at) {
        open.broken("expected a JSON object", at);
        state = State.BETWEEN;
    }

    private int skip(byte b, int i, long at) {
        boolean endsList = nesting != TOP && cursor.atHead() && cursor.indent() < skipIndent && b == ']';
        if (b == '\n') {
            cursor.newLine();
            mark(at + 1);
        } else if (cursor.atHead() && isBlank(b)) {
            cursor.blank();
        } else if (endsList || cursor.indent() == skipIndent && b == '{') {
            state = State.BETWEEN;
            return i;
        } else {
            cursor.leaveHead();
        }
        return i + 1;
    }

    private void unclosedList() {
        out.broken(
                RejectionCode.MALFORMED_JSON,
                "cut off: the list that begins on line " + listLine + " is not closed",
                cursor.line(),
                1,
                0);
    }

    private void mark(long offset) {
        mark.set(offset, cursor, nesting, state == State.SKIP ? skipIndent : -1);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    private static int skipByteOrderMark(byte[] chunk, int offset, int end) {
        boolean present = end - offset >= 3
                && chunk[offset] == (byte) 0xEF
                && chunk[offset + 1] == (byte) 0xBB
                && chunk[offset + 2] == (byte) 0xBF;
        return present ? offset + 3 : offset;
    }
}
