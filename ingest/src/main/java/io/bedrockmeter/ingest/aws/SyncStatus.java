package io.bedrockmeter.ingest.aws;

import java.time.Instant;
import java.util.Optional;

/**
 * How the synchronisation of one table has gone since the process started.
 *
 * @param name what is synchronised: {@code profiles} or {@code projects}
 * @param runs how often it ran to its end
 * @param failedRuns how often it could not, because the table could not be read or written
 * @param written rows written
 * @param notLearned things that AWS could not be asked for, over all runs
 * @param lastRun when it last ran to its end
 */
public record SyncStatus(
        String name, long runs, long failedRuns, long written, long notLearned, Optional<Instant> lastRun) {

    static SyncStatus initial(String name) {
        return new SyncStatus(name, 0, 0, 0, 0, Optional.empty());
    }

    SyncStatus ran(SyncSummary summary, Instant at) {
        return new SyncStatus(
                name,
                runs + 1,
                failedRuns,
                written + summary.written(),
                notLearned + summary.failed().size(),
                Optional.of(at));
    }

    SyncStatus failed() {
        return new SyncStatus(name, runs, failedRuns + 1, written, notLearned, lastRun);
    }
}
