package io.bedrockmeter.metering.export.table;

import io.bedrockmeter.metering.export.ExportProgress;
import io.bedrockmeter.metering.export.table.TargetFile.IfExists;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the rows of any table, for example of the answer to a question about usage.
 *
 * @param schema the columns
 * @param rows the rows; asked for one after the other, never kept
 * @param format how to write them
 */
public record TableExport(TableSchema schema, Iterable<List<Value>> rows, TableFormat format) {

    /**
     * Writes a file and tells how many rows it has.
     *
     * @throws io.bedrockmeter.metering.export.ExportException when it cannot be written
     */
    public long write(Path file, IfExists ifExists, ExportProgress progress) {
        return new TargetFile(file, ifExists).write(out -> write(out, progress));
    }

    /** Writes to a stream, which stays open, and tells how many rows there were. */
    public long write(OutputStream out, ExportProgress progress) throws IOException {
        long written = 0;
        try (TableWriter writer = format.open(out, schema)) {
            for (List<Value> row : rows) {
                writer.write(row);
                written++;
                progress.at(ExportProgress.Phase.WRITING, written, ExportProgress.UNKNOWN_TOTAL);
            }
        }
        return written;
    }
}
