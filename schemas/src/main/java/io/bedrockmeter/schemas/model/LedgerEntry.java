package io.bedrockmeter.schemas.model;

import java.time.Instant;
import java.util.List;

/**
 * One signed line of the ledger. The sum of all lines of a request is its best-known usage and cost.
 *
 * @param requestId the request
 * @param revision 1 for the first entry of a request, one more for each correction; a reversal carries the revision of
 *     the entry that replaces it
 * @param sign 1 for an entry, -1 for the reversal of an earlier one
 * @param reason why it was entered
 * @param timestamp when the call was made (event time)
 * @param dimensions the cell
 * @param tags every tag with its source, taxonomy first
 * @param failed whether the call failed
 * @param quantities what was consumed, negative in a reversal
 * @param rating cost and how it came about, negative in a reversal
 */
public record LedgerEntry(
        String requestId,
        int revision,
        int sign,
        EntryReason reason,
        Instant timestamp,
        Dimensions dimensions,
        List<AttributedTag> tags,
        boolean failed,
        Quantities quantities,
        Rating rating) {

    public LedgerEntry {
        tags = List.copyOf(tags);
    }

    /** The line that takes this one back. */
    public LedgerEntry reversal(int newRevision, EntryReason newReason) {
        return new LedgerEntry(
                requestId,
                newRevision,
                -sign,
                newReason,
                timestamp,
                dimensions,
                tags,
                failed,
                quantities.negate(),
                rating.negate());
    }
}
