package io.bedrockmeter.schemas.model;

import java.time.Instant;

/**
 * Another price for a request that is in the ledger already, worked out from the ledger. Everything but the price stays as
 * entered.
 *
 * @param rerateId the run that made it
 * @param madeAt when that run began to read the ledger: {@code replaced} was in force then
 * @param note why, in the operator's words
 * @param replaced the entry to be taken back, as it stands in the ledger; sign 1
 * @param rating cost of the entry that takes its place
 */
public record Adjustment(String rerateId, Instant madeAt, String note, LedgerEntry replaced, Rating rating) {

    /** The request: the key of the topic. */
    public String requestId() {
        return replaced.requestId();
    }

    /** The revision that it leads to. */
    public int revision() {
        return Math.addExact(replaced.revision(), 1);
    }
}
