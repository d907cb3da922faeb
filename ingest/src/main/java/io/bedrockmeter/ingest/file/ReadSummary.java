package io.bedrockmeter.ingest.file;

/**
 * How much was read.
 *
 * @param files files that were opened or refused
 * @param bytes bytes of their content, inflated
 */
public record ReadSummary(long files, long bytes) {

    public ReadSummary plus(ReadSummary other) {
        return new ReadSummary(files + other.files, bytes + other.bytes);
    }
}
