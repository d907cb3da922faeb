package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.metering.export.ExportProgress;
import io.bedrockmeter.metering.export.ledger.LedgerSource;
import io.bedrockmeter.metering.export.ledger.TimeRange;
import io.bedrockmeter.metering.totals.TotalsBytes;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.LedgerEntry;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Totals of each cell and window, summed straight from the ledger by the time entries are booked at, as the totals of
 * metering are: a closed month stays as it was reported. Memory holds one set of totals per cell and window.
 */
final class BookedUsage {

    private record CellWindow(Instant start, Dimensions dimensions) {}

    private final TimeRange range;
    private final Optional<Granularity> granularity;
    private final Windows windows;
    private final Map<CellWindow, byte[]> totals = new HashMap<>();

    private BookedUsage(TimeRange range, Optional<Granularity> granularity, ZoneId zone) {
        this.range = range;
        this.granularity = granularity;
        this.windows = new Windows(zone);
    }

    /**
     * What was read.
     *
     * @param rows totals that are not zero
     * @param scan how it was read
     */
    record Read(List<UsageRow> rows, LedgerSource.Scan scan) {}

    /**
     * Reads the ledger.
     *
     * @param range by the time of booking
     * @param granularity windows to tell apart, empty for one that starts where the range starts
     * @param zone of days and months
     */
    static Read of(
            LedgerSource ledger,
            TimeRange range,
            Optional<Granularity> granularity,
            ZoneId zone,
            ExportProgress progress) {
        BookedUsage usage = new BookedUsage(range, granularity, zone);
        LedgerSource.Scan scan = ledger.read(range, usage::add, progress);
        return new Read(usage.rows(), scan);
    }

    private void add(LedgerEntry entry) {
        byte[] sum = totals.computeIfAbsent(
                new CellWindow(window(entry.bookedAt()), entry.dimensions()), none -> new byte[TotalsBytes.LENGTH]);
        TotalsBytes.add(sum, 0, TotalsBytes.of(entry), 0);
    }

    private Instant window(Instant time) {
        return granularity
                .map(length -> Instant.ofEpochMilli(windows.start(length, time.toEpochMilli())))
                .orElse(range.from());
    }

    private List<UsageRow> rows() {
        return totals.entrySet().stream()
                .filter(cell -> !TotalsBytes.isZero(cell.getValue(), 0))
                .map(cell -> new UsageRow(
                        cell.getKey().start(), cell.getKey().dimensions(), TotalsBytes.read(cell.getValue(), 0)))
                .toList();
    }
}
