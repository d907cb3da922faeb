package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.attribution.Taxonomy;
import io.bedrockmeter.metering.export.ledger.KafkaLedgerSource;
import io.bedrockmeter.metering.export.ledger.TimeRange;
import io.bedrockmeter.metering.export.table.TableFormat;
import io.bedrockmeter.metering.export.usage.UsageTable;
import io.bedrockmeter.metering.query.UsageQuery;
import io.bedrockmeter.standalone.process.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Totals of usage as a table. */
@Command(
        name = "usage",
        description = "Totals of usage as a table, by tags, dimensions and windows.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class)
final class ExportUsageCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--group-by",
            paramLabel = "K,K",
            split = ",",
            defaultValue = "Team",
            description = "Tag keys and dimensions (default: ${DEFAULT-VALUE}).")
    private List<String> groupBy = new ArrayList<>();

    @Option(
            names = "--filter",
            paramLabel = "K=V",
            description = "Only usage in which K is V. Repeatable: all keys, any value of a key.")
    private List<String> filters = new ArrayList<>();

    @Option(
            names = "--granularity",
            paramLabel = "WINDOW",
            defaultValue = "TOTAL",
            description = "total, day, month or hour (default: total).")
    private ReportCommand.Windows windows = ReportCommand.Windows.TOTAL;

    @Mixin
    private ExportRange range = new ExportRange();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "csv",
            converter = ExportTarget.FormatConverter.class,
            description = "csv, spreadsheet-csv or parquet (default: csv).")
    private TableFormat format = TableFormat.CSV;

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "File, or - for standard output.")
    private String output = "";

    @Mixin
    private ExportTarget target = new ExportTarget();

    @Mixin
    private MeteringOptions metering = new MeteringOptions();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    ExportUsageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        MeteringConfig config = metering.settings();
        UsageQuery query = query(config.taxonomy());
        TimeRange asked = range.in(config.zone());
        target.check("--output", output);
        return ExportTarget.run(console, () -> {
            ThrottledProgress progress = new ThrottledProgress(console);
            BookedUsage.Read usage = BookedUsage.of(
                    new KafkaLedgerSource(kafka.settings()), asked, query.granularity(), config.zone(), progress);
            if (usage.scan().undecodable() > 0) {
                console.warn(usage.scan().undecodable() + " records of the ledger topic are no ledger entries");
            }
            long rows = target.write(
                    console,
                    output,
                    out -> UsageTable.of(query.over(usage.rows()), format).write(out, progress));
            console.progress(rows + " rows, as of " + usage.scan().asOf());
        });
    }

    private UsageQuery query(Taxonomy taxonomy) {
        List<String> groups = groupBy.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> MeteringOptions.grouping(taxonomy, "--group-by", name))
                .distinct()
                .toList();
        Map<String, Set<String>> accepted = new LinkedHashMap<>();
        Filters.parse(filters)
                .forEach((key, values) -> accepted.computeIfAbsent(
                                MeteringOptions.grouping(taxonomy, "--filter", key), absent -> new LinkedHashSet<>())
                        .addAll(values));
        return new UsageQuery(groups, accepted, windows.granularity());
    }
}
