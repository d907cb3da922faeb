package io.bedrockmeter.metering.rerate;

import io.bedrockmeter.schemas.model.LedgerEntry;
import java.util.function.Consumer;

/**
 * The ledger, readable more than once and the same each time. An entry and its reversal are in one partition, in this
 * order: the key is the cell, which both share.
 */
interface LedgerLines {

    int partitions();

    /** Every line of a partition that may be of a call at or after the beginning of a range, in order. */
    void read(int partition, Consumer<LedgerEntry> line);
}
