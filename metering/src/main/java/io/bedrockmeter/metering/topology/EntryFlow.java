package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.totals.Cell;
import io.bedrockmeter.metering.totals.Cells;
import io.bedrockmeter.metering.totals.TotalsBytes;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.AttributedTag;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Rating;

/** The way of ledger entries out of the rate stage: at once to the ledger, combined in the next commit to the totals. */
final class EntryFlow {

    /** Where records go. */
    interface Outlet {
        void forward(String child, byte[] key, byte[] value);
    }

    private final Windows windows;
    private final MeteringCounters counters;
    private final Outlet outlet;
    private final PendingDeltas pending = new PendingDeltas();
    private final Cells cells = new Cells();
    private long newestEventMs = Long.MIN_VALUE;

    EntryFlow(Windows windows, MeteringCounters counters, Outlet outlet) {
        this.windows = windows;
        this.counters = counters;
        this.outlet = outlet;
    }

    /** Enters a line; {@code encoded} is how it travels. */
    void enter(LedgerEntry entry, byte[] encoded) {
        enter(entry, cells.of(entry.dimensions()), encoded);
    }

    /** Enters a line of a cell; {@code encoded} is how it travels. */
    void enter(LedgerEntry entry, Cell cell, byte[] encoded) {
        count(entry);
        newestEventMs = Math.max(newestEventMs, entry.timestamp().toEpochMilli());
        long minuteMs = windows.start(Granularity.MINUTE, entry.bookedAt().toEpochMilli());
        pending.add(entry, cell, minuteMs);
        outlet.forward(StateStores.LEDGER_SINK, cell.idText(), encoded);
    }

    private void count(LedgerEntry entry) {
        if (entry.sign() < 0) {
            return;
        }
        counters.entries.increment();
        if (entry.rating() instanceof Rating.Unpriced) {
            counters.unpriced.increment();
        }
        if (!TotalsBytes.attributed(entry)) {
            counters.unattributed.increment();
        }
        for (AttributedTag tag : entry.tags()) {
            if (tag.conflict()) {
                counters.tagConflicts.increment();
                break;
            }
        }
        if (entry.dimensions().principal().equals(Dimensions.OTHER)) {
            counters.cappedCells.increment();
        }
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Sends the differences that wait to both totals stages. */
    void send() {
        pending.flush(new PendingDeltas.Sink() {
            @Override
            public void cell(byte[] cellId, byte[] delta) {
                outlet.forward(StateStores.CELL_DELTAS, cellId, delta);
            }

            @Override
            public void tag(byte[] tagKeyValue, byte[] delta) {
                outlet.forward(StateStores.TAG_DELTAS, tagKeyValue, delta);
            }
        });
    }

    /** Sends what waits, and behind it to every totals task that this was all until now. */
    void mark(int sourcePartition, long epoch, long nowMs) {
        send();
        byte[] marker = Deltas.marker(sourcePartition, new Progress.Mark(epoch, nowMs, newestEventMs));
        outlet.forward(StateStores.CELL_DELTAS, Deltas.markerKey(), marker);
        outlet.forward(StateStores.TAG_DELTAS, Deltas.markerKey(), marker);
    }
}
