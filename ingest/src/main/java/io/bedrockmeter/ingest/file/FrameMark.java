package io.bedrockmeter.ingest.file;

/** Remembers the last place between documents, without making a value of it for every document. */
final class FrameMark {

    private long offset;
    private long line;
    private int documents;
    private int nesting;
    private int skipIndent;

    void set(long offset, LineCursor cursor, int nesting, int skipIndent) {
        this.offset = offset;
        this.line = cursor.line();
        this.documents = cursor.documents();
        this.nesting = nesting;
        this.skipIndent = skipIndent;
    }

    FramePosition position(boolean oneLineRecords) {
        return new FramePosition(offset, line, documents, nesting, oneLineRecords, skipIndent);
    }
}
