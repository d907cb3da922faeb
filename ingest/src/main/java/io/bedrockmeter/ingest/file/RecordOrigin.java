package io.bedrockmeter.ingest.file;

/**
 * Where a document stands.
 *
 * @param source the file, for example {@code file:/logs/a.json.gz}
 * @param line line on which it starts, counted from 1; in the inflated content of compressed files
 * @param document its number on that line, counted from 1
 */
public record RecordOrigin(String source, long line, int document) {

    /** {@code source:line}, and {@code :document} where it is not the first of its line. */
    @Override
    public String toString() {
        return document == 1 ? source + ":" + line : source + ":" + line + ":" + document;
    }
}
