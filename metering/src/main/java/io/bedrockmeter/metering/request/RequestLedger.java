package io.bedrockmeter.metering.request;

import io.bedrockmeter.metering.attribution.Claims;
import io.bedrockmeter.metering.totals.Cell;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.codec.InvocationView;
import io.bedrockmeter.schemas.model.Adjustment;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.TagEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Turns knowledge about a request into ledger entries: any new knowledge decides the request anew, and when the outcome
 * differs from what is in the ledger, a reversal and a new entry are due. Pure apart from the {@link Assessor}'s reference
 * data. Not thread-safe.
 */
public final class RequestLedger {

    private final AvroWriter writer = new AvroWriter();
    private final Assessor assessor;
    private final ClosedMonths closed;

    public RequestLedger(Assessor assessor, ClosedMonths closed) {
        this.assessor = assessor;
        this.closed = closed;
    }

    /** What came of one step. */
    public sealed interface Outcome {

        /** The state to remember. */
        RequestState state();

        /** Known already: nothing to remember, nothing to enter. */
        record Duplicate(RequestState state) implements Outcome {}

        /** To be remembered, nothing to enter. */
        record Remembered(RequestState state) implements Outcome {}

        /** The first entry of the request, of a cell. */
        record Entered(RequestState state, LedgerEntry entry, Cell cell) implements Outcome {}

        /** A correction: the reversal of what was entered, and the new entry, of a cell. */
        record Corrected(RequestState state, LedgerEntry reversal, LedgerEntry entry, Cell cell) implements Outcome {}

        /** A correction of a request that is not remembered; nothing to remember but its revision. */
        record Adjusted(RequestState state, LedgerEntry reversal, LedgerEntry entry) implements Outcome {}
    }

    /** A log record or usage event arrived. */
    public Outcome onInvocation(RequestState state, InvocationView invocation, long nowMs) {
        if (Arrays.equals(state.invocationBytes(), invocation.bytes())) {
            return new Outcome.Duplicate(state);
        }
        Optional<InvocationView> known = state.invocation();
        if (known.isPresent()
                && BetterRecord.ORDER.compare(
                                invocation.invocation(), known.get().invocation())
                        <= 0) {
            return new Outcome.Duplicate(state);
        }
        return decide(
                state.withInvocation(invocation.bytes(), nowMs), invocation, EntryReason.BETTER_RECORD, "", nowMs);
    }

    /** A tag event arrived. */
    public Outcome onTagEvent(RequestState state, TagEvent event, long nowMs) {
        Claims claims = state.claims().plus(event);
        if (claims.equals(state.claims())) {
            return new Outcome.Duplicate(state);
        }
        RequestState next = state.withClaims(claims, nowMs);
        return next.invocation()
                .map(invocation -> decide(next, invocation, EntryReason.TAG_EVENT, "", nowMs))
                .orElseGet(() -> new Outcome.Remembered(next));
    }

    /** Profiles, projects or prices changed. */
    public Outcome onReferenceChange(RequestState state, long nowMs) {
        return state.invocation()
                .map(invocation -> decide(state, invocation, EntryReason.REFERENCE_DATA, "", nowMs))
                .orElseGet(() -> new Outcome.Duplicate(state));
    }

    /**
     * Another price was worked out from the ledger. A request that is remembered is decided from what is known of it, which
     * is more than the ledger tells; for one that is not, the price counts unless the entry it replaces is no longer in
     * force.
     *
     * @param enteredRevision last revision known of a request that is not remembered, 0 when none
     */
    public Outcome onAdjustment(RequestState state, Adjustment adjustment, int enteredRevision, long nowMs) {
        Optional<InvocationView> known = state.invocation();
        if (known.isPresent()) {
            return decide(state, known.get(), EntryReason.RERATED, adjustment.note(), nowMs);
        }
        if (enteredRevision >= adjustment.revision()) {
            return new Outcome.Duplicate(state);
        }
        LedgerEntry replaced = adjustment.replaced();
        Instant takenBackAt = closed.reversal(replaced, nowMs);
        Instant bookedAt = closed.booking(replaced.timestamp(), replaced, nowMs);
        return new Outcome.Adjusted(
                state,
                replaced.reversal(adjustment.revision(), EntryReason.RERATED, takenBackAt, adjustment.note()),
                replaced.repriced(
                        adjustment.revision(), EntryReason.RERATED, bookedAt, adjustment.rating(), adjustment.note()));
    }

    private Outcome decide(RequestState state, InvocationView invocation, EntryReason reason, String note, long nowMs) {
        Assessment assessment = assessor.assess(invocation, state.claimsBytes());
        int[] consulted = assessment.circumstances().consulted();
        String requestId = invocation.requestId();
        Instant timestamp = Instant.ofEpochMilli(invocation.timestampMs());
        Optional<LedgerEntry> previous = state.entry();
        if (previous.isEmpty()) {
            Instant bookedAt = closed.booking(timestamp, nowMs);
            LedgerEntry entry = assessment.entry(requestId, invocation, 1, EntryReason.FIRST, timestamp, bookedAt, "");
            RequestState next = state.withEntry(assessment.encode(writer, entry), consulted);
            return new Outcome.Entered(next, entry, assessment.cell());
        }
        LedgerEntry last = previous.get();
        // Entries of older schemas have other bytes and are compared by what they say.
        // Where it is booked is no part of the outcome: closing a month must not correct what is in it.
        LedgerEntry same = assessment.entry(
                requestId, invocation, last.revision(), last.reason(), timestamp, last.bookedAt(), last.note());
        if (Arrays.equals(assessment.encode(writer, same), state.entryBytes()) || same.equals(last)) {
            return new Outcome.Remembered(state.withEntry(state.entryBytes(), consulted));
        }
        int revision = last.revision() + 1;
        Instant bookedAt = closed.booking(timestamp, last, nowMs);
        LedgerEntry entry = assessment.entry(requestId, invocation, revision, reason, timestamp, bookedAt, note);
        RequestState next = state.withEntry(assessment.encode(writer, entry), consulted);
        return new Outcome.Corrected(
                next, last.reversal(revision, reason, closed.reversal(last, nowMs), note), entry, assessment.cell());
    }
}
