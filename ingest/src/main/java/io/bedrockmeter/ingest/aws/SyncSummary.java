package io.bedrockmeter.ingest.aws;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one synchronisation did.
 *
 * @param listed profiles or projects that AWS listed
 * @param written rows that were new or different, those of deleted resources among them
 * @param unchanged rows that were as they should be
 * @param failed what could not be learned; it stays as it was
 */
public record SyncSummary(int listed, int written, int unchanged, List<Failure> failed) {

    /** Nothing done. */
    public static final SyncSummary EMPTY = new SyncSummary(0, 0, 0, List.of());

    public SyncSummary {
        failed = List.copyOf(failed);
    }

    /**
     * Something that could not be learned.
     *
     * @param what ARN, id or name of what was asked for
     * @param reason why, for people
     */
    public record Failure(String what, String reason) {}

    /** Both together. */
    public SyncSummary plus(SyncSummary other) {
        return new SyncSummary(
                listed + other.listed,
                written + other.written,
                unchanged + other.unchanged,
                Stream.concat(failed.stream(), other.failed.stream()).toList());
    }
}
