package io.bedrockmeter.metering.export.ledger;

import io.bedrockmeter.metering.export.ExportProgress;
import io.bedrockmeter.schemas.model.LedgerEntry;
import java.time.Instant;
import java.util.function.Consumer;

/** Where ledger entries are read from. */
@FunctionalInterface
public interface LedgerSource {

    /**
     * Hands over every committed entry whose event time is in the range, in no particular order, on the calling thread.
     * Nothing is kept: memory does not grow with the ledger.
     */
    Scan read(TimeRange range, Consumer<LedgerEntry> entries, ExportProgress progress);

    /**
     * What was read.
     *
     * @param asOf wall-clock time at which the end of the reading was fixed: later entries are not in it
     * @param entries entries in the range
     * @param undecodable records that are no ledger entries; they were left out, as metering leaves them out
     */
    record Scan(Instant asOf, long entries, long undecodable) {}
}
