package io.bedrockmeter.metering.export.ledger;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.metering.export.ExportProgress;
import io.bedrockmeter.metering.totals.TotalsBytes;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Totals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Totals of each cell over a time range, summed straight from the ledger: for reports where no metering process is at
 * hand. Memory holds one set of totals per cell of the range.
 *
 * @param rows one row per cell that has anything, starting where the range starts
 * @param scan what was read
 */
public record LedgerUsage(List<UsageRow> rows, LedgerSource.Scan scan) {

    public LedgerUsage {
        rows = List.copyOf(rows);
    }

    public static LedgerUsage of(LedgerSource ledger, TimeRange range, ExportProgress progress) {
        Map<Dimensions, byte[]> cells = new HashMap<>();
        LedgerSource.Scan scan = ledger.read(
                range,
                entry -> TotalsBytes.add(
                        cells.computeIfAbsent(entry.dimensions(), none -> new byte[TotalsBytes.LENGTH]),
                        0,
                        TotalsBytes.of(entry),
                        0),
                progress);
        List<UsageRow> rows = cells.entrySet().stream()
                .map(cell -> new UsageRow(range.from(), cell.getKey(), TotalsBytes.read(cell.getValue(), 0)))
                .filter(row -> !row.totals().equals(Totals.ZERO))
                .toList();
        return new LedgerUsage(rows, scan);
    }
}
