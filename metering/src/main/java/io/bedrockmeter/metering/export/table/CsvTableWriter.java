package io.bedrockmeter.metering.export.table;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * CSV as of RFC 4180: a header, CRLF line ends, UTF-8. A field is quoted where it has to be, and where it is an empty text,
 * so that it differs from an absent value. Decimals are plain, never in scientific notation; times are ISO-8601 in UTC.
 */
final class CsvTableWriter implements TableWriter {

    private static final String LINE_END = "\r\n";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Writer out;
    private final TableSchema schema;
    private final boolean forSpreadsheets;

    CsvTableWriter(OutputStream out, TableSchema schema, boolean forSpreadsheets) throws IOException {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        this.schema = schema;
        this.forSpreadsheets = forSpreadsheets;
        if (forSpreadsheets) {
            this.out.write(BYTE_ORDER_MARK);
        }
        for (int i = 0; i < schema.columns().size(); i++) {
            separate(i);
            text(schema.columns().get(i).name());
        }
        this.out.write(LINE_END);
    }

    @Override
    public void write(List<Value> row) throws IOException {
        schema.check(row);
        for (int i = 0; i < row.size(); i++) {
            separate(i);
            field(row.get(i));
        }
        out.write(LINE_END);
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }

    private void separate(int column) throws IOException {
        if (column > 0) {
            out.write(',');
        }
    }

    private void field(Value value) throws IOException {
        if (value instanceof Value.Text text) {
            text(text.text());
        } else if (value instanceof Value.Whole whole) {
            out.write(Long.toString(whole.number()));
        } else if (value instanceof Value.Decimal decimal) {
            out.write(plain(decimal.number()));
        } else if (value instanceof Value.Time time) {
            out.write(iso(time.time()));
        } else if (value instanceof Value.Flag flag) {
            out.write(Boolean.toString(flag.flag()));
        }
    }

    private void text(String value) throws IOException {
        String text = forSpreadsheets ? FormulaGuard.guard(value) : value;
        if (needsQuotes(text)) {
            out.write('"');
            out.write(text.replace("\"", "\"\""));
            out.write('"');
        } else {
            out.write(text);
        }
    }

    private static boolean needsQuotes(String text) {
        if (text.isEmpty() || text.charAt(0) <= ' ' || text.charAt(text.length() - 1) <= ' ') {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case ',', '"', '\r', '\n', BYTE_ORDER_MARK -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    /** Without trailing zeros: the shortest form of the same number. */
    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String iso(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time);
    }
}
