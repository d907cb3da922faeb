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
 * @param timestamp when the call was made (event time): decides the price in force and the tags that were valid
 * @param bookedAt decides the windows it counts in: {@code timestamp}, or a later time where the month of
 *     {@code timestamp} was closed when this was entered
 * @param dimensions the cell
 * @param tags every tag with its source, taxonomy first
 * @param failed whether the call failed
 * @param quantities what was consumed, negative in a reversal
 * @param rating cost and how it came about, negative in a reversal
 * @param note what the operator gave as the reason of a {@link EntryReason#RERATED} line, empty otherwise
 */
public record LedgerEntry(
        String requestId,
        int revision,
        int sign,
        EntryReason reason,
        Instant timestamp,
        Instant bookedAt,
        Dimensions dimensions,
        List<AttributedTag> tags,
        boolean failed,
        Quantities quantities,
        Rating rating,
        String note) {

    public LedgerEntry {
        tags = List.copyOf(tags);
    }

    /** A line that counts in the windows of the time of its call, without a note. */
    public LedgerEntry(
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
        this(requestId, revision, sign, reason, timestamp, timestamp, dimensions, tags, failed, quantities, rating, "");
    }

    /** Whether it counts in other windows than those of the time of its call, because their month was closed. */
    public boolean isAdjustment() {
        return !bookedAt.equals(timestamp);
    }

    /** The line that takes this one back where it is booked, without a note. */
    public LedgerEntry reversal(int newRevision, EntryReason newReason) {
        return reversal(newRevision, newReason, bookedAt, "");
    }

    /** The line that takes this one back in the windows of {@code newBookedAt}. */
    public LedgerEntry reversal(int newRevision, EntryReason newReason, Instant newBookedAt, String newNote) {
        return new LedgerEntry(
                requestId,
                newRevision,
                -sign,
                newReason,
                timestamp,
                newBookedAt,
                dimensions,
                tags,
                failed,
                quantities.negate(),
                rating.negate(),
                newNote);
    }

    /** The line that stands in place of this one at another price. */
    public LedgerEntry repriced(
            int newRevision, EntryReason newReason, Instant newBookedAt, Rating newRating, String newNote) {
        return new LedgerEntry(
                requestId,
                newRevision,
                sign,
                newReason,
                timestamp,
                newBookedAt,
                dimensions,
                tags,
                failed,
                quantities,
                newRating,
                newNote);
    }
}
