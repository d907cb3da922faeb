package io.bedrockmeter.metering.export.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a table is written. */
public enum TableFormat {
    /** RFC 4180 in UTF-8, values exactly as they are: for programs. */
    CSV("csv", "csv"),
    /**
     * CSV for spreadsheets: with a byte order mark, so that they read UTF-8, and with text that they would take for a formula
     * escaped reversibly ({@link FormulaGuard}).
     */
    SPREADSHEET_CSV("spreadsheet-csv", "csv"),
    /** Apache Parquet, zstd-compressed. */
    PARQUET("parquet", "parquet");

    private final String wireName;
    private final String extension;

    TableFormat(String wireName, String extension) {
        this.wireName = wireName;
        this.extension = extension;
    }

    /** The name in commands and questions. */
    public String wireName() {
        return wireName;
    }

    /** The usual file extension, without a dot. */
    public String extension() {
        return extension;
    }

    /** The media type of HTTP answers. */
    public String mediaType() {
        return this == PARQUET ? "application/vnd.apache.parquet" : "text/csv; charset=utf-8; header=present";
    }

    /** The format of that {@link #wireName()}, in any case. */
    public static Optional<TableFormat> named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.wireName.equals(wanted))
                .findFirst();
    }

    /** Starts a table on a stream, which stays the caller's to close. */
    public TableWriter open(OutputStream out, TableSchema schema) throws IOException {
        return switch (this) {
            case CSV -> new CsvTableWriter(out, schema, false);
            case SPREADSHEET_CSV -> new CsvTableWriter(out, schema, true);
            case PARQUET -> new ParquetTableWriter(out, schema);
        };
    }
}
