package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.attribution.Taxonomy;
import io.bedrockmeter.metering.export.chargeback.ChargebackReport;
import io.bedrockmeter.metering.export.chargeback.ChargebackSettings;
import io.bedrockmeter.metering.export.chargeback.ReportCoverage;
import io.bedrockmeter.metering.export.ledger.KafkaLedgerSource;
import io.bedrockmeter.metering.export.ledger.LedgerSource;
import io.bedrockmeter.metering.export.ledger.TimeRange;
import io.bedrockmeter.metering.export.table.TableFormat;
import io.bedrockmeter.standalone.process.BadInputException;
import io.bedrockmeter.standalone.process.Console;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What each cost centre spent in a month. */
@Command(
        name = "chargeback",
        description = "What each cost centre spent in a month, as a table and as a page to print.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class)
final class ExportChargebackCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--month", paramLabel = "YYYY-MM", required = true, description = "The month.")
    private Optional<YearMonth> month = Optional.empty();

    @Option(
            names = {"--cost-centre", "--cost-center"},
            paramLabel = "KEY",
            defaultValue = "CostCenter",
            description = "Tag key that names who pays (default: ${DEFAULT-VALUE}).")
    private String costCentre = "";

    @Option(
            names = "--by",
            paramLabel = "KEY,KEY",
            split = ",",
            defaultValue = "Application,Environment,model",
            description = "Breakdown by tag keys and dimensions (default: ${DEFAULT-VALUE}).")
    private List<String> breakdown = new ArrayList<>();

    @Option(names = "--zone", paramLabel = "ZONE", description = "Time zone of the month (default: metering's).")
    private Optional<ZoneId> zone = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "spreadsheet-csv",
            converter = ExportTarget.FormatConverter.class,
            description = "csv, spreadsheet-csv or parquet (default: spreadsheet-csv).")
    private TableFormat format = TableFormat.SPREADSHEET_CSV;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "File of the table, - for standard output (default: -, unless --html is given).")
    private Optional<String> output = Optional.empty();

    @Option(names = "--html", paramLabel = "FILE", description = "File of the page, - for standard output.")
    private Optional<String> html = Optional.empty();

    @Mixin
    private ExportTarget target = new ExportTarget();

    @Mixin
    private MeteringOptions metering = new MeteringOptions();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    ExportChargebackCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ChargebackSettings settings = settings(metering.settings());
        Optional<String> table =
                output.or(() -> html.isPresent() ? Optional.empty() : Optional.of(ExportTarget.STANDARD_OUTPUT));
        table.ifPresent(file -> target.check("--output", file));
        html.ifPresent(file -> target.check("--html", file));
        if (table.isPresent() && table.equals(html)) {
            throw new BadInputException("--output and --html are both " + table.get() + ", expected two places");
        }
        return ExportTarget.run(console, () -> {
            ChargebackReport report = report(settings);
            ThrottledProgress progress = new ThrottledProgress(console);
            if (table.isPresent()) {
                long rows = target.write(
                        console, table.get(), out -> report.table(format).write(out, progress));
                console.progress(rows + " rows");
            }
            if (html.isPresent()) {
                target.write(console, html.get(), out -> {
                    report.writeHtml(out);
                    return html;
                });
            }
        });
    }

    private ChargebackReport report(ChargebackSettings settings) {
        BookedUsage.Read usage = BookedUsage.of(
                new KafkaLedgerSource(kafka.settings()),
                TimeRange.month(settings.month(), settings.zone()),
                Optional.empty(),
                settings.zone(),
                new ThrottledProgress(console));
        LedgerSource.Scan scan = usage.scan();
        List<String> notes = scan.undecodable() == 0
                ? List.of()
                : List.of(scan.undecodable() + " records of the ledger topic are no ledger entries and were left out.");
        notes.forEach(console::warn);
        return new ChargebackReport(settings, usage.rows(), new ReportCoverage(scan.asOf(), notes));
    }

    private ChargebackSettings settings(MeteringConfig config) {
        Taxonomy taxonomy = config.taxonomy();
        try {
            return new ChargebackSettings(
                    month.orElseThrow(),
                    zone.orElse(config.zone()),
                    MeteringOptions.grouping(taxonomy, "--cost-centre", costCentre.strip()),
                    breakdown.stream()
                            .map(String::strip)
                            .filter(name -> !name.isEmpty())
                            .map(name -> MeteringOptions.grouping(taxonomy, "--by", name))
                            .toList());
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
    }
}
