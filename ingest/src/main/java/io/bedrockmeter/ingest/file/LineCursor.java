package io.bedrockmeter.ingest.file;

/** Where on its line a framer is. */
final class LineCursor {

    private long line;
    private int documents;
    private int indent;
    private boolean prefixed;

    /** A cursor behind {@code documents} documents of a line. */
    LineCursor(long line, int documents) {
        this.line = line;
        this.documents = documents;
        this.indent = documents == 0 ? 0 : -1;
    }

    void newLine() {
        line++;
        documents = 0;
        indent = 0;
        prefixed = false;
    }

    long line() {
        return line;
    }

    /** How many documents, or pieces of junk, have begun on this line. */
    int documents() {
        return documents;
    }

    int countDocument() {
        indent = -1;
        return ++documents;
    }

    /** Something stands on this line that is no document of its own. */
    void countAtLeastOne() {
        indent = -1;
        documents = Math.max(1, documents);
    }

    /** A document begins here after all, as the first of its line. */
    void recountFromHead() {
        documents = 0;
        indent = 0;
    }

    /** White space at the head of the line so far, -1 once something else was seen. */
    int indent() {
        return indent;
    }

    boolean atHead() {
        return indent >= 0;
    }

    void blank() {
        if (indent >= 0) {
            indent++;
        }
    }

    void leaveHead() {
        indent = -1;
    }

    /** Whether the line began with a time. */
    boolean isPrefixed() {
        return prefixed;
    }

    void prefixSeen() {
        prefixed = true;
        indent = -1;
    }
}
