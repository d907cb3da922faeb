package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.alerts.budgets.BudgetDiff;
import io.bedrockmeter.alerts.budgets.BudgetPublisher;
import io.bedrockmeter.alerts.budgets.InvalidBudgetsException;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetState;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.process.BadInputException;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import io.bedrockmeter.standalone.report.TextTable;
import io.bedrockmeter.standalone.topics.TopicReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
        table.add(List.of("Budget", "Name", "Owner", "Period", "Thresholds %", "Amount USD"));
        table.rule();
        new TreeMap<>(new BudgetPublisher(kafka.settings()).inForce())
                .values()
                .forEach(budget -> table.add(line(budget)));
        console.out().print(table);
        return ExitCode.OK;
    }

    private static List<String> line(Budget budget) {
        String thresholds =
                budget.thresholds().stream().map(BudgetThreshold::label).collect(Collectors.joining(", "));
        String period = budget.calendar().period().name().toLowerCase(Locale.ROOT) + ", "
                + budget.calendar().zone();
        return List.of(budget.id(), budget.name(), budget.owner(), period, thresholds, usd(budget.amount()));
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
        TextTable table = new TextTable(4);
        table.add(List.of("Budget", "Period from", "to", "State", "Spent USD", "Amount USD", "%", "Unpriced"));
        table.rule();
        statuses.values().forEach(status -> table.add(line(status)));
        console.out().print(table);
        return ExitCode.OK;
    }

    private static List<String> line(BudgetStatus status) {
        return List.of(
                status.budgetId(),
                status.window().start().toString(),
                status.window().end().toString(),
                state(status.state()),
                usd(status.spent()),
                usd(status.amount()),
                status.percent().toPlainString(),
                Long.toString(status.unpriced()));
    }

    @Command(
            name = "delete",
            description = "Takes a budget out of force.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int delete(@Parameters(paramLabel = "ID", description = "The budget.") String id, @Mixin KafkaOptions kafka) {
        if (!new BudgetPublisher(kafka.settings()).delete(id)) {
            throw new BadInputException("no budget '" + id + "' is in force");
        }
        console.out().println("deleted " + id);
        return ExitCode.OK;
    }

    private static String state(BudgetState state) {
        return state instanceof BudgetState.Breached breached
                ? "breached " + breached.threshold().label() + " %"
                : "ok";
    }

    private static String usd(Money money) {
        return money.usd().stripTrailingZeros().toPlainString();
    }
}
