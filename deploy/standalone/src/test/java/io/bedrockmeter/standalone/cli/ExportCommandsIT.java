package io.bedrockmeter.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KafkaSuite
final class ExportCommandsIT {

    @TempDir
    Path directory;

    @BeforeAll
    static void two_calls_were_priced(KafkaSettings kafka) {
        SampleLedger.write(kafka);
    }

    private static CommandRun run(KafkaSettings kafka, String... arguments) {
        return SampleLedger.run(kafka, Map.of(), arguments);
    }

    @Test
    void focus_rows_go_to_a_file_that_is_not_replaced_unasked(KafkaSettings kafka) throws Exception {
        Path file = directory.resolve("focus.csv");

        CommandRun first = run(kafka, "export", "focus", "--all", "--output", file.toString());
        CommandRun second = run(kafka, "export", "focus", "--all", "--output", file.toString());
        CommandRun third = run(kafka, "export", "focus", "--all", "--output", file.toString(), "--overwrite");

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.err()).contains("2 rows, billed cost 0.006");
        assertThat(Files.readAllLines(file)).hasSize(3).first().asString().contains("BilledCost");
        assertThat(second.exitCode()).isEqualTo(2);
        assertThat(second.err())
                .isEqualTo("bedrock-meter: error: --output: " + file
                        + " exists already; choose another name or --overwrite\n");
        assertThat(third.exitCode()).as(third.err()).isZero();
    }

    @Test
    void parquet_goes_to_standard_output_too_and_nothing_else_does(KafkaSettings kafka) {
        CommandRun run = run(kafka, "export", "focus", "--month", "2025-10", "--format", "parquet", "--output", "-");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("PAR1").endsWith("PAR1");
    }

    @Test
    void chargeback_counts_what_was_booked_in_the_month(KafkaSettings kafka) throws Exception {
        Path page = directory.resolve("page.html");

        CommandRun october = run(kafka, "export", "chargeback", "--month", "2025-10", "--format", "csv");
        CommandRun november =
                run(kafka, "export", "chargeback", "--month", "2025-11", "--by", "team", "--html", page.toString());

        assertThat(october.exitCode()).as(october.err()).isZero();
        assertThat(october.out()).contains("cc-search").doesNotContain("cc-ads");
        assertThat(november.exitCode()).as(november.err()).isZero();
        assertThat(november.out()).isEmpty();
        assertThat(Files.readString(page)).contains("cc-ads").doesNotContain("cc-search");
    }

    @Test
    void usage_is_told_by_the_windows_it_was_booked_in(KafkaSettings kafka) {
        CommandRun run =
                run(kafka, "export", "usage", "--group-by", "team,model", "--granularity", "month", "--output", "-");
        CommandRun filtered = run(
                kafka,
                "export",
                "usage",
                "--from",
                "2025-10-01",
                "--to",
                "2025-11-01",
                "--filter",
                "team=search",
                "--output",
                "-");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).startsWith("windowStart,Team,model,requests"))
                .anySatisfy(line -> assertThat(line).startsWith("2025-10-01T00:00:00Z,search,acme.m-v1:0,1,"))
                .anySatisfy(line -> assertThat(line).startsWith("2025-11-01T00:00:00Z,ads,acme.m-v1:0,1,"));
        assertThat(filtered.out().lines()).hasSize(2).last().asString().startsWith("search,1,");
    }

    @Test
    void what_cannot_be_exported_is_bad_input(KafkaSettings kafka) {
        CommandRun unbounded = run(kafka, "export", "focus", "--from", "2025-10-01", "--output", "-");
        CommandRun unknownKey = run(kafka, "export", "usage", "--group-by", "colour", "--output", "-");
        CommandRun unknownFormat = run(kafka, "export", "usage", "--format", "xls", "--output", "-");
        CommandRun twice = run(kafka, "export", "chargeback", "--month", "2025-10", "--by", "model,model");

        assertThat(unbounded.exitCode()).isEqualTo(2);
        assertThat(unbounded.err()).contains("expected one of --month, --from with --to, or --all");
        assertThat(unknownKey.exitCode()).isEqualTo(2);
        assertThat(unknownKey.err()).contains("--group-by: found 'colour', expected one of ");
        assertThat(unknownFormat.exitCode()).isEqualTo(2);
        assertThat(unknownFormat.err()).contains("found 'xls', expected one of csv, spreadsheet-csv, parquet");
        assertThat(twice.exitCode()).isEqualTo(2);
        assertThat(twice.err()).contains("expected each once");
    }

    @Test
    void a_folder_that_does_not_exist_is_a_failure_without_a_file(KafkaSettings kafka) {
        Path file = directory.resolve("missing").resolve("usage.csv");

        CommandRun run = run(kafka, "export", "usage", "--output", file.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("does not exist").doesNotContain("unexpected");
        assertThat(file).doesNotExist();
    }
}
