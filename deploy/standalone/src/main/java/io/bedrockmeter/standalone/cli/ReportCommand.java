package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.metering.attribution.Taxonomy;
import io.bedrockmeter.metering.query.Grouping;
import io.bedrockmeter.metering.query.UsageQuery;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.standalone.config.ReferencesSection;
import io.bedrockmeter.standalone.meter.ReportRequest;
import io.bedrockmeter.standalone.meter.ReportRun;
import io.bedrockmeter.standalone.process.BadInputException;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import io.bedrockmeter.standalone.process.Lifecycle;
import io.bedrockmeter.standalone.process.Shutdown;
import io.bedrockmeter.standalone.report.Coverage;
import io.bedrockmeter.standalone.report.Report;
import io.bedrockmeter.standalone.report.ReportFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Totals over log files. */
@Command(
        name = "report",
        description = {
            "Meters log files and prints totals: the offline way to the same numbers.",
            "Reads JSON lines, pretty JSON, .gz, S3 export folders and CloudWatch exports."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class,
        footerHeading = "%nGroup and filter by:%n",
        footer = {
            "  any tag key, for example Team, and account, region, model, modelAsCalled, scope,",
            "  profile, project, principal, operation, tier",
            "",
            "Refused records are listed on standard error; the rest is still metered."
        })
final class ReportCommand implements Callable<Integer> {

    /** Windows to tell apart. */
    enum Windows {
        TOTAL,
        DAY,
        MONTH,
        HOUR;

        Optional<Granularity> granularity() {
            return this == TOTAL ? Optional.empty() : Optional.of(Granularity.valueOf(name()));
        }
    }

    private final Console console;

    @Option(
            names = "--logs",
            paramLabel = "PATH",
            arity = "1..*",
            required = true,
            description = "Log files and folders.")
    private List<Path> logs = new ArrayList<>();

    @Option(
            names = "--tag-events",
            paramLabel = "FILE",
            arity = "1..*",
            description = "CloudEvents with the tags of single requests, one JSON object per line.")
    private List<Path> tagEvents = new ArrayList<>();

    @Option(
            names = "--profiles",
            paramLabel = "FILE",
            arity = "1..*",
            description = "Inference profiles with their tags.")
    private List<Path> profiles = new ArrayList<>();

    @Option(
            names = "--projects",
            paramLabel = "FILE",
            arity = "1..*",
            description = "Bedrock projects with their tags.")
    private List<Path> projects = new ArrayList<>();

    @Option(
            names = "--rate-cards",
            paramLabel = "FILE",
            arity = "1..*",
            description = "Rate-card files: prices that win over the bundled ones, and discounts.")
    private List<Path> rateCards = new ArrayList<>();

    @Option(names = "--no-bundled-rates", description = "Use the prices of --rate-cards only.")
    private boolean noBundledRates;

    @Option(names = "--group-by", paramLabel = "K,K", split = ",", description = "What to group by (default: Team).")
    private List<String> groupBy = new ArrayList<>(List.of("Team"));

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
    private Windows windows = Windows.TOTAL;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "Time zone of days and months (default: UTC).")
    private ZoneId zone = ZoneOffset.UTC;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "TABLE",
            description = "table, json or csv (default: table).")
    private ReportFormat format = ReportFormat.TABLE;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress on standard error.")
    private boolean quiet;

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (quiet) {
            console.beQuiet();
        }
        requireSomethingToRead();
        UsageQuery query = query();
        ReferencesSection references = new ReferencesSection(profiles, projects, rateCards, !noBundledRates);
        ReportRequest request = new ReportRequest(logs, tagEvents, references, query, zone);
        try (Lifecycle lifecycle = new Lifecycle()) {
            Shutdown.closeOnExit(lifecycle, console);
            Report report = new ReportRun(lifecycle, console, Clock.systemUTC()).run(request);
            listRefusals(report.coverage());
            console.out().print(format.render(report));
            console.out().flush();
        }
        return ExitCode.OK;
    }

    /** A path that is not there is refused like any other input; when none is there, there is nothing to report on. */
    private void requireSomethingToRead() {
        if (logs.stream().noneMatch(Files::isReadable)) {
            throw new BadInputException("nothing to read: "
                    + logs.stream()
                            .map(path -> path + ": no such file or folder, or no access")
                            .collect(Collectors.joining("\n")));
        }
    }

    /** The question, with tag keys in the spelling of the taxonomy. */
    private UsageQuery query() {
        Taxonomy taxonomy = Taxonomy.standard();
        List<String> groups = groupBy.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> canonical(taxonomy, name))
                .distinct()
                .toList();
        Map<String, Set<String>> accepted = new LinkedHashMap<>();
        Filters.parse(filters)
                .forEach((key, values) -> accepted.computeIfAbsent(
                                canonical(taxonomy, key), absent -> new LinkedHashSet<>())
                        .addAll(values));
        return new UsageQuery(groups, accepted, windows.granularity());
    }

    private static String canonical(Taxonomy taxonomy, String name) {
        if (Grouping.isDimension(name)) {
            return name;
        }
        if (name.chars().noneMatch(Character::isLetterOrDigit)) {
            throw new BadInputException("'" + name + "' is no tag key: expected a letter or digit in it");
        }
        return taxonomy.canonical(name);
    }

    private void listRefusals(Coverage coverage) {
        coverage.refusals().forEach(refusal -> console.warn("refused " + refusal));
        if (coverage.refusalsNotListed() > 0) {
            console.warn("and " + coverage.refusalsNotListed() + " more refused");
        }
    }
}
