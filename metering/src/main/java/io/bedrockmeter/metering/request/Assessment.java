package io.bedrockmeter.metering.request;

import io.bedrockmeter.schemas.model.AttributedTag;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Rating;
import java.time.Instant;
import java.util.List;

/**
 * How one invocation is to be entered, given all that is known now.
 *
 * @param dimensions the cell
 * @param tags tags with sources
 * @param quantities what was consumed, with cache writes split by the best-known time to live
 * @param rating cost
 * @param consulted hashes of the reference keys that were looked up, found or not
 */
record Assessment(
        Dimensions dimensions, List<AttributedTag> tags, Quantities quantities, Rating rating, int[] consulted) {

    LedgerEntry entry(Invocation invocation, int revision, EntryReason reason, Instant bookedAt, String note) {
        return new LedgerEntry(
                invocation.requestId(),
                revision,
                1,
                reason,
                invocation.timestamp(),
                bookedAt,
                dimensions,
                tags,
                invocation.failed(),
                quantities,
                rating,
                note);
    }
}
