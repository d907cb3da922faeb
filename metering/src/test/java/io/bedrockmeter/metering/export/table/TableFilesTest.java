package io.bedrockmeter.metering.export.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.metering.export.DuckDb;
import io.bedrockmeter.metering.export.ExportException;
import io.bedrockmeter.metering.export.ExportProgress;
import io.bedrockmeter.metering.export.GeneratedLedger;
import io.bedrockmeter.metering.export.table.TargetFile.IfExists;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableFilesTest {

    private static final TableSchema SCHEMA = new TableSchema(
            "sample",
            List.of(
                    new Column("n", ColumnType.WHOLE, true),
                    new Column("text", ColumnType.TEXT, false),
                    new Column("amount", ColumnType.DECIMAL, false),
                    new Column("at", ColumnType.TIME, false),
                    new Column("flag", ColumnType.FLAG, false)));
    private static final List<BigDecimal> AMOUNTS = List.of(
            new BigDecimal("0"),
            new BigDecimal("-0.000000000001"),
            new BigDecimal("1E+3"),
            new BigDecimal("99999999999999999999999999.999999999999"),
            new BigDecimal("-99999999999999999999999999.999999999999"),
            new BigDecimal("12.5000000000000000"));

    @TempDir
    Path folder;

    private static List<List<Value>> samples() {
        List<List<Value>> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            rows.add(List.of(
                    Value.of(i % 2 == 0 ? i : Long.MIN_VALUE + i),
                    i % 7 == 6 ? Value.ABSENT : Value.of(GeneratedLedger.TEAMS.get(i % GeneratedLedger.TEAMS.size())),
                    i % 7 == 6 ? Value.ABSENT : Value.of(AMOUNTS.get(i % AMOUNTS.size())),
                    i % 7 == 6
                            ? Value.ABSENT
                            : Value.of(Instant.parse("2026-11-20T12:00:00Z").plusMillis(i * 500L)),
                    i % 7 == 6 ? Value.ABSENT : Value.of(i % 2 == 0)));
        }
        return rows;
    }

    private Path write(TableFormat format, Iterable<List<Value>> rows) {
        Path file = folder.resolve("sample." + format.wireName());
        new TableExport(SCHEMA, rows, format).write(file, IfExists.FAIL, ExportProgress.NONE);
        return file;
    }

    @Test
    void parquet_gives_back_every_value_and_type() throws Exception {
        Path file = write(TableFormat.PARQUET, samples());

        try (DuckDb duck = new DuckDb()) {
            assertThat(duck.rows("DESCRIBE SELECT * FROM " + DuckDb.parquet(file)))
                    .extracting(column -> column.get("column_type"))
                    .containsExactly("BIGINT", "VARCHAR", "DECIMAL(38,12)", "TIMESTAMP WITH TIME ZONE", "BOOLEAN");
            List<Map<String, String>> rows =
                    duck.rows("SELECT n, text, amount, epoch_ms(\"at\") AS \"at\", flag FROM " + DuckDb.parquet(file));
            assertThat(rows)
                    .isEqualTo(samples().stream()
                            .map(row -> Map.of(
                                    "n", plain(row.get(0)),
                                    "text", plain(row.get(1)),
                                    "amount", scaled(row.get(2)),
                                    "at", millis(row.get(3)),
                                    "flag", plain(row.get(4))))
                            .toList());
        }
    }

    @Test
    void csv_gives_back_every_text_and_number() throws Exception {
        Path file = write(TableFormat.CSV, samples());

        try (DuckDb duck = new DuckDb()) {
            List<Map<String, String>> rows = duck.rows("SELECT n, coalesce(text, '') AS text, amount, \"at\" FROM "
                    + DuckDb.csv(file)
                            .replace(
                                    "all_varchar = true",
                                    "types = {'n': 'BIGINT', 'text': 'VARCHAR',"
                                            + " 'amount': 'DECIMAL(38,12)', 'at': 'VARCHAR', 'flag': 'VARCHAR'}"));
            assertThat(rows)
                    .isEqualTo(samples().stream()
                            .map(row -> Map.of(
                                    "n", plain(row.get(0)),
                                    "text", row.get(1) == Value.ABSENT ? "" : plain(row.get(1)),
                                    "amount", scaled(row.get(2)),
                                    "at", plain(row.get(3))))
                            .toList());
        }
    }

    @Test
    void csv_is_rfc_4180() throws Exception {
        List<List<Value>> rows =
                List.of(row("a,b"), row("say \"hi\""), row("two\r\nlines"), row("=1+1"), row(""), row(" x"));

        Path file = write(TableFormat.CSV, rows);

        assertThat(Files.readString(file))
                .isEqualTo(
                        "n,text,amount,at,flag\r\n1,\"a,b\",,,\r\n1,\"say \"\"hi\"\"\",,,\r\n1,\"two\r\nlines\",,,\r\n"
                                + "1,=1+1,,,\r\n1,\"\",,,\r\n1,\" x\",,,\r\n");
    }

    @Test
    void a_spreadsheet_sees_no_formula_and_a_program_gets_the_value_back() throws Exception {
        List<String> texts = GeneratedLedger.TEAMS;

        Path file = write(
                TableFormat.SPREADSHEET_CSV,
                texts.stream().map(TableFilesTest::row).toList());

        assertThat(Files.readAllBytes(file)).startsWith(0xEF, 0xBB, 0xBF);
        try (DuckDb duck = new DuckDb()) {
            List<String> read = duck.rows("SELECT coalesce(text, '') AS text FROM " + DuckDb.csv(file)).stream()
                    .map(row -> row.getOrDefault("text", ""))
                    .toList();
            assertThat(read).noneMatch(text -> !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0);
            assertThat(read.stream().map(FormulaGuard::unguard)).containsExactlyElementsOf(texts);
        }
    }

    @Test
    void the_guard_can_always_be_taken_off_again() {
        for (String text : List.of("", "'", "''", "=", "'=", "''=", "a=", "'a", "-1", "'-", "＝1", "\n")) {
            assertThat(FormulaGuard.unguard(FormulaGuard.guard(text))).isEqualTo(text);
        }
    }

    @Test
    void many_rows_are_written_in_row_groups_of_bounded_size() throws Exception {
        Iterable<List<Value>> rows = () -> {
            SplittableRandom random = new SplittableRandom(42);
            byte[] noise = new byte[60];
            return IntStream.range(0, 400_000)
                    .mapToObj(i -> {
                        random.nextBytes(noise);
                        return row(Base64.getEncoder().encodeToString(noise));
                    })
                    .iterator();
        };

        Path file = write(TableFormat.PARQUET, rows);

        try (DuckDb duck = new DuckDb()) {
            assertThat(duck.value("SELECT count(*) FROM " + DuckDb.parquet(file)))
                    .isEqualTo("400000");
            assertThat(Long.parseLong(duck.value("SELECT max(row_group_bytes) FROM parquet_metadata('" + file + "')")))
                    .isLessThan(2 * ParquetTableWriter.ROW_GROUP_BYTES);
            assertThat(Integer.parseInt(
                            duck.value("SELECT count(DISTINCT row_group_id) FROM parquet_metadata('" + file + "')")))
                    .isGreaterThan(1);
        }
    }

    @Test
    void a_decimal_that_parquet_cannot_hold_is_refused_and_nothing_is_left() {
        List<Value> tooFine =
                List.of(Value.of(1), Value.ABSENT, Value.of(new BigDecimal("1E-13")), Value.ABSENT, Value.ABSENT);

        assertThatThrownBy(() -> write(TableFormat.PARQUET, List.of(tooFine)))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("column amount")
                .hasMessageContaining("12 of them after the point");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void rows_that_do_not_fit_the_columns_are_refused_without_quoting_them() {
        assertThatThrownBy(() -> write(TableFormat.CSV, List.of(List.of(Value.of("secret")))))
                .hasMessageContaining("1 values for 5 columns");
        assertThatThrownBy(() -> write(
                        TableFormat.CSV,
                        List.of(List.of(Value.of("secret"), Value.ABSENT, Value.ABSENT, Value.ABSENT, Value.ABSENT))))
                .hasMessage("column n of table sample expects WHOLE, got Text");
        assertThatThrownBy(() -> write(
                        TableFormat.CSV,
                        List.of(List.of(Value.ABSENT, Value.ABSENT, Value.ABSENT, Value.ABSENT, Value.ABSENT))))
                .hasMessage("column n of table sample expects WHOLE, got Absent");
        assertThat(folder).isEmptyDirectory();
    }

    private static List<Value> row(String text) {
        return List.of(Value.of(1), Value.of(text), Value.ABSENT, Value.ABSENT, Value.ABSENT);
    }

    private static String plain(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        } else if (value instanceof Value.Whole whole) {
            return Long.toString(whole.number());
        } else if (value instanceof Value.Flag flag) {
            return Boolean.toString(flag.flag());
        } else if (value instanceof Value.Time time) {
            return time.time().toString();
        }
        return DuckDb.NULL;
    }

    private static String scaled(Value value) {
        return value instanceof Value.Decimal decimal
                ? decimal.number().setScale(ColumnType.DECIMAL_SCALE).toPlainString()
                : DuckDb.NULL;
    }

    private static String millis(Value value) {
        return value instanceof Value.Time time ? Long.toString(time.time().toEpochMilli()) : DuckDb.NULL;
    }

    @Test
    void text_is_utf_8() throws Exception {
        Path file = write(TableFormat.CSV, List.of(row("日本語 🚀")));

        assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)).contains("日本語 🚀");
    }
}
