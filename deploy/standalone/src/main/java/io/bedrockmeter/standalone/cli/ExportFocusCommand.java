package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.metering.export.focus.FocusExport;
import io.bedrockmeter.metering.export.focus.FocusSettings;
import io.bedrockmeter.metering.export.ledger.KafkaLedgerSource;
import io.bedrockmeter.metering.export.ledger.TimeRange;
import io.bedrockmeter.metering.export.table.TableFormat;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.standalone.process.BadInputException;
import io.bedrockmeter.standalone.process.Console;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The ledger as a FOCUS 1.2 data set. */
@Command(
        name = "focus",
        description = "The ledger as a FOCUS 1.2 data set.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class)
final class ExportFocusCommand implements Callable<Integer> {

    /** Charge periods, in UTC. */
    enum ChargePeriod {
        DAY,
        HOUR
    }

    private final Console console;

    @Option(names = "--month", paramLabel = "YYYY-MM", description = "A billing month, in UTC.")
    private Optional<YearMonth> month = Optional.empty();

    @Option(names = "--all", description = "Everything in the ledger.")
    private boolean all;

    @Mixin
    private ExportRange range = new ExportRange();

    @Option(
            names = "--charge-period",
            paramLabel = "PERIOD",
            defaultValue = "DAY",
            description = "day or hour (default: day).")
    private ChargePeriod chargePeriod = ChargePeriod.DAY;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "csv",
            converter = ExportTarget.FormatConverter.class,
            description = "csv, spreadsheet-csv or parquet (default: csv).")
    private TableFormat format = TableFormat.CSV;

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "File, or - for standard output.")
    private String output = "";

    @Option(
            names = "--billing-account",
            paramLabel = "ID",
            defaultValue = "",
            description = "Payer account (default: each row's own account).")
    private String billingAccount = "";

    @Option(names = "--billing-account-name", paramLabel = "NAME", defaultValue = "", description = "Its name.")
    private String billingAccountName = "";

    @Option(names = "--account-name", paramLabel = "ID=NAME", description = "Name of an account, repeatable.")
    private Map<String, String> accountNames = new LinkedHashMap<>();

    @Option(
            names = "--invoice-issuer",
            paramLabel = "NAME",
            defaultValue = "AWS",
            description = "Legal entity that invoices (default: ${DEFAULT-VALUE}).")
    private String invoiceIssuer = "";

    @Option(
            names = "--max-rows-in-memory",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Rows of about 1 KiB before temporary files are used (default: ${DEFAULT-VALUE}).")
    private int maxRowsInMemory;

    @Mixin
    private ExportTarget target = new ExportTarget();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    ExportFocusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        TimeRange asked = askedRange();
        FocusSettings settings = settings();
        target.check("--output", output);
        return ExportTarget.run(console, () -> {
            ThrottledProgress progress = new ThrottledProgress(console);
            FocusExport export = new FocusExport(new KafkaLedgerSource(kafka.settings()), settings, asked, format);
            FocusExport.Summary summary = target.write(console, output, out -> export.write(out, progress));
            console.progress(String.format(
                    Locale.ROOT,
                    "%,d rows, billed cost %s USD, %,d requests without usage, as of %s",
                    summary.rows(),
                    summary.billedCost(),
                    summary.requestsWithoutUsage(),
                    summary.scan().asOf()));
            if (summary.scan().undecodable() > 0) {
                console.warn(summary.scan().undecodable() + " records of the ledger topic are no ledger entries");
            }
        });
    }

    private TimeRange askedRange() {
        long given = Stream.of(month.isPresent(), range.isGiven(), all)
                .filter(each -> each)
                .count();
        if (given != 1 || (range.isGiven() && !range.isBounded())) {
            throw new BadInputException("expected one of --month, --from with --to, or --all");
        }
        return month.map(TimeRange::billingMonth).orElseGet(() -> all ? TimeRange.ALL : range.in(ZoneOffset.UTC));
    }

    private FocusSettings settings() {
        try {
            return new FocusSettings(
                    Granularity.valueOf(chargePeriod.name()),
                    billingAccount,
                    billingAccountName,
                    accountNames,
                    invoiceIssuer,
                    maxRowsInMemory);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
    }
}
