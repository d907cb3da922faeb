package io.bedrockmeter.metering.request;

import io.bedrockmeter.metering.totals.Cell;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.codec.InvocationView;
import io.bedrockmeter.schemas.codec.LedgerEntryMapping;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Rating;
import java.time.Instant;

/**
 * How one invocation is to be entered, given all that is known now.
 *
 * @param circumstances tags and what was looked up
 * @param cell the cell
 * @param quantities what was consumed, with cache writes split by the best-known time to live
 * @param rating cost
 */
record Assessment(Circumstances circumstances, Cell cell, Quantities quantities, Rating rating) {

    LedgerEntry entry(
            String requestId,
            InvocationView invocation,
            int revision,
            EntryReason reason,
            Instant timestamp,
            Instant bookedAt,
            String note) {
        return new LedgerEntry(
                requestId,
                revision,
                1,
                reason,
                timestamp,
                bookedAt,
                cell.dimensions(),
                circumstances.tags(),
                invocation.failed(),
                quantities,
                rating,
                note);
    }

    /** An entry of this assessment as it travels. */
    byte[] encode(AvroWriter out, LedgerEntry entry) {
        return LedgerEntryMapping.encode(out, entry, cell.dimensionsBytes(), circumstances.encodedTags());
    }
}
