package io.bedrockmeter.metering.export.chargeback;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.metering.export.ExportProgress;
import io.bedrockmeter.metering.export.table.TableExport;
import io.bedrockmeter.metering.export.table.TableFormat;
import io.bedrockmeter.metering.export.table.TargetFile;
import io.bedrockmeter.metering.export.table.TargetFile.IfExists;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What each cost centre spent in a month (docs/exports.md).
 *
 * <p>The rows are totals of cells, from the stores of metering or straight from the ledger
 * ({@link io.bedrockmeter.metering.export.ledger.LedgerUsage}): all of one granularity, at most a month long; those
 * that start outside the month are left out. On a cluster they must be those of all instances.
 */
public final class ChargebackReport {

    private final ChargebackSettings settings;
    private final ReportCoverage coverage;
    private final Chargeback figures;

    public ChargebackReport(ChargebackSettings settings, Iterable<UsageRow> rows, ReportCoverage coverage) {
        this.settings = settings;
        this.coverage = coverage;
        this.figures = Chargeback.of(settings, rows);
    }

    /**
     * Writes the table, one row per cost centre and combination of the breakdown, and tells how many rows it has.
     *
     * @throws io.bedrockmeter.metering.export.ExportException when it cannot be written
     */
    public long writeTable(Path file, TableFormat format, IfExists ifExists, ExportProgress progress) {
        return table(format).write(file, ifExists, progress);
    }

    /** The table, to be written anywhere. */
    public TableExport table(TableFormat format) {
        return new TableExport(
                ChargebackTable.schema(settings), ChargebackTable.rows(settings, figures, coverage.asOf()), format);
    }

    /**
     * Writes the page.
     *
     * @throws io.bedrockmeter.metering.export.ExportException when it cannot be written
     */
    public void writeHtml(Path file, IfExists ifExists) {
        new TargetFile(file, ifExists).write(out -> {
            writeHtml(out);
            return file;
        });
    }

    /** Writes the page to a stream, which stays open. */
    public void writeHtml(OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        new ChargebackPage(settings, figures, coverage).write(writer);
        writer.flush();
    }
}
