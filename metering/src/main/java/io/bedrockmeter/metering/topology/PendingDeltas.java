package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.totals.Cell;
import io.bedrockmeter.metering.totals.TotalsBytes;
import io.bedrockmeter.schemas.model.LedgerEntry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Differences that were entered in the ledger since the last commit, combined by minute and cell. On the heap only: they are
 * sent in the same transaction as the entries they come from.
 */
final class PendingDeltas {

    /** Where flushed differences go. */
    interface Sink {
        void cell(byte[] cellId, byte[] delta);

        void tag(byte[] tagKeyValue, byte[] delta);
    }

    private record CellMinute(Cell cell, long minuteMs) {}

    private record TagMinute(String tagKeyValue, long minuteMs) {}

    private final Map<CellMinute, byte[]> pending = new HashMap<>();

    /** Adds what one entry changes. */
    void add(LedgerEntry entry, Cell cell, long minuteMs) {
        byte[] change = TotalsBytes.of(entry);
        byte[] known = pending.putIfAbsent(new CellMinute(cell, minuteMs), change);
        if (known != null) {
            TotalsBytes.add(known, 0, change, 0);
        }
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Sends and forgets everything. */
    void flush(Sink sink) {
        Map<TagMinute, byte[]> byTag = new LinkedHashMap<>();
        pending.forEach((where, totals) -> {
            if (!TotalsBytes.isZero(totals, 0)) {
                sink.cell(where.cell.id(), Deltas.delta(where.minuteMs, totals, where.cell.dimensionsBytes()));
                addToTags(byTag, where, totals);
            }
        });
        byTag.forEach((tag, totals) -> sink.tag(
                tag.tagKeyValue.getBytes(StandardCharsets.UTF_8), Deltas.delta(tag.minuteMs, totals, new byte[0])));
        pending.clear();
    }

    private static void addToTags(Map<TagMinute, byte[]> byTag, CellMinute where, byte[] totals) {
        for (String tagValue : where.cell.tagValues()) {
            addTo(byTag, tagValue, where.minuteMs, totals);
        }
    }

    private static void addTo(Map<TagMinute, byte[]> byTag, String tagKeyValue, long minuteMs, byte[] totals) {
        byte[] sum = byTag.computeIfAbsent(new TagMinute(tagKeyValue, minuteMs), none -> new byte[TotalsBytes.LENGTH]);
        TotalsBytes.add(sum, 0, totals, 0);
    }
}
