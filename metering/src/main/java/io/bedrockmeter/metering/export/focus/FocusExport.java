package io.bedrockmeter.metering.export.focus;

import io.bedrockmeter.metering.export.ExportException;
import io.bedrockmeter.metering.export.ExportProgress;
import io.bedrockmeter.metering.export.ledger.LedgerSource;
import io.bedrockmeter.metering.export.ledger.TimeRange;
import io.bedrockmeter.metering.export.table.TableFormat;
import io.bedrockmeter.metering.export.table.TableSchema;
import io.bedrockmeter.metering.export.table.TableWriter;
import io.bedrockmeter.metering.export.table.TargetFile;
import io.bedrockmeter.metering.export.table.TargetFile.IfExists;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.money.Money;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The ledger as a FOCUS 1.2 data set: one row per cell, charge period, meter and rate (docs/exports.md). Costs are
 * estimates at list price as of now, not an invoice; a later export of the same time range replaces this one. The sum of
 * {@code BilledCost} is the cost in the ledger, exactly.
 */
public final class FocusExport {

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir", "."));

    private final LedgerSource ledger;
    private final FocusSettings settings;
    private final TimeRange range;
    private final TableFormat format;
    private final Windows windows = new Windows(ZoneOffset.UTC);

    /**
     * An export of a range of event time.
     *
     * @throws ExportException when the range begins or ends within a charge period
     */
    public FocusExport(LedgerSource ledger, FocusSettings settings, TimeRange range, TableFormat format) {
        this.ledger = ledger;
        this.settings = settings;
        this.range = range;
        this.format = format;
        requireWholePeriod("start", range.from());
        requireWholePeriod("end", range.to());
    }

    /** The columns of the data set, in order. */
    public static TableSchema schema() {
        return FocusColumns.SCHEMA;
    }

    /**
     * What was exported.
     *
     * @param rows rows written
     * @param billedCost sum of {@code BilledCost}
     * @param requestsWithoutUsage requests that consumed nothing, failed ones for example, and so have no row
     * @param scan what of the ledger was read
     */
    public record Summary(long rows, Money billedCost, long requestsWithoutUsage, LedgerSource.Scan scan) {}

    /**
     * Writes a file, which appears once it is complete.
     *
     * @throws ExportException when it exists and may not be replaced, or cannot be written
     */
    public Summary write(Path file, IfExists ifExists, ExportProgress progress) {
        return new TargetFile(file, ifExists).write(out -> write(out, progress));
    }

    /** Writes to a stream, which stays open. */
    public Summary write(OutputStream out, ExportProgress progress) throws IOException {
        try (ChargeTotals totals = new ChargeTotals(settings.maxRowsInMemory(), TEMPORARY)) {
            ChargeReader charges = new ChargeReader(totals, windows, settings.chargePeriod());
            LedgerSource.Scan scan = ledger.read(range, charges::accept, progress);
            Rows rows = new Rows(scan.asOf().truncatedTo(ChronoUnit.SECONDS), progress);
            try (TableWriter writer = format.open(out, FocusColumns.SCHEMA)) {
                totals.drainTo((key, sum) -> rows.write(key, sum, writer));
            }
            if (!rows.billed.equals(charges.cost())) {
                throw new ExportException(
                        "the rows sum up to %s USD, the ledger entries to %s USD: the export was not written"
                                .formatted(rows.billed, charges.cost()));
            }
            return new Summary(rows.written, rows.billed, charges.withoutUsage(), scan);
        } catch (ArithmeticException e) {
            throw new ExportException("a quantity of the ledger leaves the range of 64 bits: " + e.getMessage(), e);
        }
    }

    private final class Rows {

        private final Instant asOf;
        private final ExportProgress progress;
        private long written;
        private Money billed = Money.ZERO;

        Rows(Instant asOf, ExportProgress progress) {
            this.asOf = asOf;
            this.progress = progress;
        }

        void write(ChargeKey key, ChargeSum sum, TableWriter writer) throws IOException {
            long start = key.periodStart().toEpochMilli();
            long month = windows.start(Granularity.MONTH, start);
            writer.write(FocusColumns.row(new FocusCharge(
                    settings,
                    asOf,
                    key.periodStart(),
                    Instant.ofEpochMilli(windows.end(settings.chargePeriod(), start)),
                    Instant.ofEpochMilli(month),
                    Instant.ofEpochMilli(windows.end(Granularity.MONTH, month)),
                    key.dimensions(),
                    key.meter(),
                    sum)));
            billed = billed.plus(sum.cost());
            progress.at(ExportProgress.Phase.WRITING, ++written, ExportProgress.UNKNOWN_TOTAL);
        }
    }

    private void requireWholePeriod(String end, Instant time) {
        Instant start = Instant.ofEpochMilli(windows.start(settings.chargePeriod(), time.toEpochMilli()));
        if (!start.equals(time)) {
            throw new ExportException("%s of the range: expected the start of a UTC %s, got %s"
                    .formatted(end, settings.chargePeriod().wireName(), time));
        }
    }
}
