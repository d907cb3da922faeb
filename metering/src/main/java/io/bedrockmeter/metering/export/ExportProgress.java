package io.bedrockmeter.metering.export;

/**
 * Told how far an export is, on the exporting thread. Called often: an implementation that draws should do so a few times
 * a second at most.
 */
@FunctionalInterface
public interface ExportProgress {

    /** Tells nobody. */
    ExportProgress NONE = (phase, done, total) -> {};

    /** What is being done. */
    enum Phase {
        /** Ledger records are read; the total is known. */
        READING,
        /** Rows are written; the total is not known. */
        WRITING
    }

    /** The total where it is not known. */
    long UNKNOWN_TOTAL = -1;

    /** {@code done} of {@code total} records or rows of the phase are done; {@link #UNKNOWN_TOTAL} where not known. */
    void at(Phase phase, long done, long total);
}
