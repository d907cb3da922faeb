package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.alerts.budgets.BudgetDiff;
import io.bedrockmeter.alerts.budgets.BudgetPublisher;
import io.bedrockmeter.alerts.budgets.InvalidBudgetsException;
import io.bedrockmeter.runtime.config.Durations;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetReading;
import io.bedrockmeter.schemas.model.BudgetState;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BurnRate;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.process.BadInputException;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import io.bedrockmeter.standalone.report.TextTable;
import io.bedrockmeter.standalone.topics.TopicReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Budgets in force. */
@Command(
        name = "budgets",
        description = "What may be spent, and how it stands.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class,
        synopsisSubcommandLabel = "COMMAND")
final class BudgetsCommand implements Runnable {

    private static final int BAR_SIGNS = 10;
    private static final int BAR_STEP = 10;

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    BudgetsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "budgets: expected a command");
    }

    @Command(
            name = "apply",
            description = "Brings the budgets of a file into force; those not in it stay as they are.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int apply(
            @Option(
                            names = {"-f", "--file"},
                            paramLabel = "FILE",
                            required = true,
                            description = "Budget file (docs/budgets.md).")
                    Path file,
            @Mixin KafkaOptions kafka) {
        try {
            TopicSetup.ensure(kafka.settings());
            BudgetDiff diff = new BudgetPublisher(kafka.settings()).apply(file);
            diff.added().forEach(id -> console.out().println("added " + id));
            diff.changed().forEach(id -> console.out().println("changed " + id));
            diff.unchanged().forEach(id -> console.out().println("unchanged " + id));
            return ExitCode.OK;
        } catch (InvalidBudgetsException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
    }

    @Command(
            name = "list",
            description = "Lists the budgets in force.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int list(@Mixin KafkaOptions kafka) {
        TextTable table = new TextTable(5);
        table.add(List.of("Budget", "Name", "Owner", "Period", "Rules", "Limit"));
        table.rule();
        new TreeMap<>(new BudgetPublisher(kafka.settings()).inForce())
                .values()
                .forEach(budget -> table.add(line(budget)));
        console.out().print(table);
        return ExitCode.OK;
    }

    private static List<String> line(Budget budget) {
        String rules = Stream.concat(
                        budget.rules().thresholds().stream().map(BudgetThreshold::label),
                        budget.rules().burnRates().stream().map(BurnRate::label))
                .collect(Collectors.joining(", "));
        String limit = budget.limit() + (budget.eachOf().isEmpty() ? "" : " each " + budget.eachOf());
        return List.of(budget.id(), budget.name(), budget.owner(), period(budget.calendar()), rules, limit);
    }

    private static String period(BudgetCalendar calendar) {
        if (calendar instanceof BudgetCalendar.Rolling rolling) {
            return "last " + Durations.format(rolling.length());
        }
        if (calendar instanceof BudgetCalendar.Fixed fixed) {
            return fixed.window().start().atZone(fixed.zone()).toLocalDate() + " to "
                    + fixed.window().end().atZone(fixed.zone()).toLocalDate() + ", " + fixed.zone();
        }
        return calendar instanceof BudgetCalendar.Recurring recurring
                ? recurring.period().name().toLowerCase(Locale.ROOT) + ", " + recurring.zone()
                : "";
    }

    @Command(
            name = "status",
            description = "Shows what is spent of each budget in its present period.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int status(@Mixin KafkaOptions kafka) {
        Map<String, BudgetStatus> statuses = new TreeMap<>();
        try (TopicReader<BudgetStatus> reader =
                new TopicReader<>(kafka.settings(), Topics.BUDGET_STATUS, console::warn)) {
            reader.readAll(found -> found.value()
                    .ifPresentOrElse(status -> statuses.put(found.key(), status), () -> statuses.remove(found.key())));
        }
        Map<String, Alert> lastAlerts = new HashMap<>();
        try (TopicReader<Alert> reader = new TopicReader<>(kafka.settings(), Topics.ALERTS, console::warn)) {
            reader.readAll(found ->
                    found.value().ifPresent(alert -> lastAlerts.merge(key(alert), alert, BudgetsCommand::later)));
        }
        TextTable table = new TextTable(5);
        table.add(List.of("Budget", "Period from", "to", "State", "", "%", "Used", "Limit", "Expected", "Last alert"));
        table.rule();
        statuses.values()
                .forEach(status ->
                        table.add(line(status, lastAlerts.get(status.subject().key()))));
        console.out().print(table);
        return ExitCode.OK;
    }

    private static String key(Alert alert) {
        return alert.subject().key();
    }

    private static Alert later(Alert one, Alert other) {
        return one.raisedAt().isAfter(other.raisedAt()) ? one : other;
    }

    private static List<String> line(BudgetStatus status, @Nullable Alert lastAlert) {
        BudgetReading reading = status.reading();
        return List.of(
                status.subject().key(),
                status.subject().window().start().toString(),
                status.subject().window().end().toString(),
                state(status),
                bar(reading.percent()),
                reading.percent().toPlainString(),
                reading.spent().toString(),
                reading.limit().toString(),
                reading.forecast()
                        .map(forecast -> forecast.expected().toPlainString())
                        .orElse("not enough history"),
                lastAlert == null
                        ? "none"
                        : lastAlert.rule() + " " + lastAlert.kind().name().toLowerCase(Locale.ROOT) + " at "
                                + lastAlert.raisedAt().truncatedTo(ChronoUnit.SECONDS));
    }

    /** A tenth of the limit is one sign. */
    private static String bar(BigDecimal percent) {
        int filled = percent.min(BigDecimal.valueOf(100)).max(BigDecimal.ZERO).intValue() / BAR_STEP;
        return "#".repeat(filled) + ".".repeat(BAR_SIGNS - filled);
    }

    private static String state(BudgetStatus status) {
        String unpriced = status.unpriced() == 0 ? "" : ", " + status.unpriced() + " unpriced";
        return (status.state() instanceof BudgetState.Breached breached ? "breached " + breached.rule() : "ok")
                + unpriced;
    }

    @Command(
            name = "test",
            description =
                    "Sends a message that is marked as a test to every target of a budget, by the running service.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int test(@Parameters(paramLabel = "ID", description = "The budget.") String id, @Mixin KafkaOptions kafka) {
        String testId = new BudgetPublisher(kafka.settings())
                .test(id, Instant.now())
                .orElseThrow(() -> new BadInputException("no budget '" + id + "' is in force"));
        console.out().println("raised " + testId + "; see how far it comes: bedrock-meter watch alert-deliveries");
        return ExitCode.OK;
    }

    @Command(
            name = "delete",
            description = "Takes a budget out of force.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int delete(@Parameters(paramLabel = "ID", description = "The budget.") String id, @Mixin KafkaOptions kafka) {
        if (new BudgetPublisher(kafka.settings()).remove(id).before().isEmpty()) {
            throw new BadInputException("no budget '" + id + "' is in force");
        }
        console.out().println("deleted " + id);
        return ExitCode.OK;
    }
}
