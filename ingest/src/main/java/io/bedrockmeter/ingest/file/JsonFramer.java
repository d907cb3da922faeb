package io.bedrockmeter.ingest.file;

import io.bedrockmeter.schemas.model.RejectionCode;
import java.nio.charset.StandardCharsets;

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
    private static final int MAX_CONTAINER_HEAD = 64;
    private static final String CONTAINER_HEAD = "{\"events\":[";

    private final Frames out;
    private final DocumentBuffer buffer;
    private final DocumentScan scan = new DocumentScan();
    private final LinePrefix prefix = new LinePrefix();
    private final int maxDocumentBytes;

    private State state;
    private long consumed;
    private long line;
    private int documents;
    private int nesting;
    private boolean oneLineRecords;
    private int skipIndent;
    /** White space at the head of the current line so far, -1 once something else was seen. */
    private int indent;
    /** Whether the current line began with a time. */
    private boolean prefixed;

    private long startLine;
    private int startDocument;
    private int startIndent;
    private long startOffset;
    private boolean multiLine;
    private boolean quoted;
    private long listLine = 1;

    private long markOffset;
    private long markLine;
    private int markDocuments;
    private int markNesting;
    private int markSkipIndent;

    JsonFramer(int maxDocumentBytes, Frames out) {
        this(maxDocumentBytes, out, FramePosition.START);
    }

    /** A framer that goes on at {@code position}; the first byte fed is the one at its offset. */
    JsonFramer(int maxDocumentBytes, Frames out, FramePosition position) {
        this.maxDocumentBytes = maxDocumentBytes;
        this.out = out;
        this.buffer = new DocumentBuffer(maxDocumentBytes);
        this.consumed = position.offset();
        this.line = position.line();
        this.documents = position.documentsOnLine();
        this.nesting = position.nesting();
        this.oneLineRecords = position.oneLineRecords();
        this.skipIndent = position.skipIndent();
        this.state = skipIndent >= 0 ? State.SKIP : State.BETWEEN;
        this.indent = documents == 0 ? 0 : -1;
        mark(consumed);
    }

    /** The place behind everything that was handed out: a framer that starts there repeats and omits nothing. */
    FramePosition position() {
        return new FramePosition(markOffset, markLine, markDocuments, markNesting, oneLineRecords, markSkipIndent);
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
                case PREFIX -> i = prefix(chunk[i], i, at);
                case DOCUMENT -> {
                    int next = document(chunk, from, i, end, at);
                    from = state == State.DOCUMENT ? from : next;
                    i = next;
                }
                case TAIL -> i = tail(chunk, i, end, at);
                case JUNK -> i = junk(chunk[i], i, at);
                case SKIP -> i = skip(chunk[i], i, at);
            }
        }
        if (state == State.DOCUMENT) {
            buffer.append(chunk, from, end);
        }
        consumed += length;
    }

    /** Ends the input: what is unfinished is broken. */
    void finish() {
        switch (state) {
            case DOCUMENT -> breakDocument("cut off: the input ends inside of it", consumed);
            case PREFIX -> {
                beginJunk(startOffset);
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

    /** Line on which the next byte stands. */
    long line() {
        return line;
    }

    private int between(byte b, int i, long at) {
        switch (b) {
            case '\n' -> {
                newLine();
                mark(at + 1);
            }
            case ' ', '\t' -> indent = indent < 0 ? indent : indent + 1;
            case '\r' -> {}
            case '{' -> {
                begin(at);
                return i;
            }
            case '[' -> {
                return openList(i, at);
            }
            case ',' -> {
                indent = -1;
                if (documents == 0 && nesting == TOP || prefixed) {
                    beginJunk(at);
                }
            }
            case ']' -> closeList(at);
            default -> {
                if (b >= '0' && b <= '9' && indent == 0 && nesting == TOP) {
                    startOffset = at;
                    state = State.PREFIX;
                    prefix.begin();
                    return i;
                }
                beginJunk(at);
                return i;
            }
        }
        return i + 1;
    }

    private int openList(int i, long at) {
        if (prefixed) {
            beginJunk(at);
            return i;
        }
        if (nesting != TOP) {
            begin(at);
            return i;
        }
        nesting = LIST;
        listLine = line;
        indent = -1;
        return i + 1;
    }

    private void closeList(long at) {
        if (nesting == CONTAINER) {
            scan.begin(1);
            state = State.TAIL;
        } else if (nesting == LIST) {
            leaveList(at + 1);
        } else {
            beginJunk(at);
        }
        indent = -1;
    }

    private void leaveList(long next) {
        nesting = TOP;
        documents = Math.max(1, documents);
        state = State.BETWEEN;
        mark(next);
    }

    private int prefix(byte b, int i, long at) {
        switch (prefix.accept(b)) {
            case COMPLETE -> {
                prefixed = true;
                indent = -1;
                state = State.BETWEEN;
            }
            case OTHER -> {
                beginJunk(startOffset);
                return i;
            }
            case OPEN -> {}
        }
        return i + 1;
    }

    private void begin(long at) {
        scan.begin();
        buffer.reset();
        startLine = line;
        startDocument = ++documents;
        startIndent = Math.max(0, indent);
        startOffset = at;
        multiLine = false;
        indent = -1;
        state = State.DOCUMENT;
    }

    private int document(byte[] chunk, int from, int i, int end, long at) {
        if (indent >= 0 && isBlank(chunk[i])) {
            indent++;
            return i + 1;
        }
        if (indent == startIndent && chunk[i] == '{') {
            breakDocument("cut off: another document starts on line " + line, at);
            return i;
        }
        indent = -1;
        int next = scan.scan(chunk, i, end);
        long nextAt = at + next - i;
        if (scan.ended()) {
            emit(chunk, from, next);
            mark(nextAt);
        } else if (scan.openedList() && nesting == TOP && isContainerHead(chunk, from, next)) {
            nesting = CONTAINER;
            listLine = startLine;
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
        boolean lineBound = prefixed || oneLineRecords && !scan.expectsMore();
        if (scan.inString()) {
            breakDocument("cut off: a line ends inside of a string", at);
            if (multiLine) {
                state = State.SKIP;
                skipIndent = startIndent;
            }
        } else if (!multiLine && lineBound) {
            breakDocument("cut off: the line ends inside of an object", at);
        }
        multiLine = true;
        newLine();
        if (state != State.DOCUMENT) {
            mark(at + 1);
        }
    }

    private void emit(byte[] chunk, int from, int to) {
        if (!buffer.isEmpty() || to - from > maxDocumentBytes) {
            buffer.append(chunk, from, to);
        }
        if (buffer.tooLarge()) {
            tooLarge(buffer.total());
        } else if (buffer.isEmpty()) {
            out.document(chunk, from, to - from, startLine, startDocument);
        } else {
            out.document(buffer.bytes(), 0, buffer.length(), startLine, startDocument);
        }
        buffer.reset();
        oneLineRecords |= !multiLine;
        state = State.BETWEEN;
    }

    private void breakDocument(String reason, long at) {
        long size = at - startOffset;
        if (size > maxDocumentBytes) {
            tooLarge(size);
        } else {
            out.broken(RejectionCode.MALFORMED_JSON, reason, startLine, startDocument, size);
        }
        buffer.reset();
        state = State.BETWEEN;
        mark(at);
    }

    private void tooLarge(long size) {
        out.broken(
                RejectionCode.TOO_LARGE,
                size + " bytes: expected a record of at most " + maxDocumentBytes,
                startLine,
                startDocument,
                size);
    }

    private int tail(byte[] chunk, int i, int end, long at) {
        if (indent >= 0 && isBlank(chunk[i])) {
            indent++;
            return i + 1;
        }
        if (indent == 0 && chunk[i] == '{') {
            unclosedList();
            leaveList(at);
            documents = 0;
            return i;
        }
        indent = -1;
        int next = scan.scan(chunk, i, end);
        if (scan.ended()) {
            leaveList(at + next - i);
        } else if (next < end && chunk[next] == '\n') {
            newLine();
            next++;
        }
        return next;
    }

    private void beginJunk(long at) {
        startLine = line;
        startDocument = ++documents;
        startOffset = at;
        quoted = false;
        indent = -1;
        state = State.JUNK;
    }

    private int junk(byte b, int i, long at) {
        boolean endsElement = nesting != TOP && !quoted && (b == ',' || b == ']');
        if (b != '\n' && !endsElement) {
            quoted ^= b == '"';
            return i + 1;
        }
        endJunk(at);
        if (endsElement) {
            mark(at);
            return i;
        }
        newLine();
        mark(at + 1);
        return i + 1;
    }

    private void endJunk(long at) {
        out.broken(RejectionCode.MALFORMED_JSON, "expected a JSON object", startLine, startDocument, at - startOffset);
        state = State.BETWEEN;
    }

    private int skip(byte b, int i, long at) {
        if (b == '\n') {
            newLine();
            mark(at + 1);
        } else if (indent >= 0 && isBlank(b)) {
            indent++;
        } else if (indent == skipIndent && b == '{'
                || nesting != TOP && indent >= 0 && indent < skipIndent && b == ']') {
            state = State.BETWEEN;
            return i;
        } else {
            indent = -1;
        }
        return i + 1;
    }

    private boolean isContainerHead(byte[] chunk, int from, int to) {
        if (buffer.total() + to - from > MAX_CONTAINER_HEAD) {
            return false;
        }
        String head = new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.ISO_8859_1)
                + new String(chunk, from, to - from, StandardCharsets.ISO_8859_1);
        return head.replaceAll("\\s", "").equals(CONTAINER_HEAD);
    }

    private void unclosedList() {
        out.broken(
                RejectionCode.MALFORMED_JSON,
                "cut off: the list that begins on line " + listLine + " is not closed",
                line,
                1,
                0);
    }

    private void newLine() {
        line++;
        documents = 0;
        indent = 0;
        prefixed = false;
    }

    private void mark(long offset) {
        markOffset = offset;
        markLine = line;
        markDocuments = documents;
        markNesting = nesting;
        markSkipIndent = state == State.SKIP ? skipIndent : -1;
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
