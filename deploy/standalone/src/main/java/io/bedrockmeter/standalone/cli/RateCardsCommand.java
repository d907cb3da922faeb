package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.ingest.aws.AwsRefusedException;
import io.bedrockmeter.metering.rates.BundledRateCards;
import io.bedrockmeter.metering.rates.Per;
import io.bedrockmeter.metering.rates.RateCardDiff;
import io.bedrockmeter.metering.rates.RateCardPublisher;
import io.bedrockmeter.metering.rates.RateCardTable;
import io.bedrockmeter.metering.rates.UnmappedRow;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.AppliedDiscount;
import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import io.bedrockmeter.standalone.report.TextTable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Dated prices. */
@Command(
        name = "rate-cards",
        description = "Dated prices of models.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class,
        synopsisSubcommandLabel = "COMMAND")
final class RateCardsCommand implements Runnable {

    private static final int UNMAPPED_SHOWN = 20;

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RateCardsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "rate-cards: expected a command");
    }

    @Command(
            name = "list",
            description = "Lists the prices in force.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int list(
            @Option(
                            names = "--model",
                            paramLabel = "TEXT",
                            defaultValue = "",
                            description = "Only models whose id contains this.")
                    String model,
            @Option(names = "--bundled", description = "The prices shipped with bedrock-meter; needs no broker.")
                    boolean bundled,
            @Mixin KafkaOptions kafka) {
        RateCardTable current = bundled
                ? RateCardTable.EMPTY.with(BundledRateCards.file())
                : new RateCardPublisher(kafka.settings()).current();
        Instant now = Instant.now();
        TextTable table = new TextTable(7);
        table.add(List.of("Model", "Scope", "Region", "Tier", "Unit", "From", "Source", "USD", "per"));
        table.rule();
        for (RateSchedule schedule : current.prices().values()) {
            if (schedule.model().contains(model)) {
                schedule.cards().stream()
                        .filter(card -> card.holdsAt(now))
                        .forEach(card -> table.add(line(schedule.model(), card)));
            }
        }
        console.out().print(table);
        listDiscounts(current, model, now);
        return ExitCode.OK;
    }

    /** Discounts that some of the models get, those for every model included. */
    private void listDiscounts(RateCardTable current, String model, Instant now) {
        List<DiscountCard> inForce = current.discounts().values().stream()
                .flatMap(schedule -> schedule.discounts().stream())
                .filter(card -> card.holdsAt(now))
                .filter(card ->
                        card.model().equals(DiscountCard.ANY) || card.model().contains(model))
                .toList();
        if (inForce.isEmpty()) {
            return;
        }
        TextTable table = new TextTable(6);
        table.add(List.of("Account", "Model", "From", "To", "Source", "Version", "Discount %"));
        table.rule();
        inForce.forEach(card -> table.add(List.of(
                card.account(),
                card.model(),
                day(card.effectiveFrom()),
                card.effectiveTo().map(RateCardsCommand::day).orElse(""),
                card.source(),
                card.version(),
                card.percent().toPlainString())));
        console.out().println();
        console.out().print(table);
    }

    private static String day(Instant time) {
        return time.toString().substring(0, 10);
    }

    private static List<String> line(String model, RateCard card) {
        Per per = Per.customary(card.unit());
        String above = card.minPromptTokens() == 0 ? "" : " above " + card.minPromptTokens();
        return List.of(
                model,
                card.scope().wireName(),
                card.region(),
                card.tier(),
                card.unit().fieldName() + above,
                day(card.effectiveFrom()),
                card.source() + " " + card.version(),
                per.ofUnit(card.usdPerUnit()).toPlainString(),
                per.name().toLowerCase(Locale.ROOT));
    }

    @Command(
            name = "import",
            description =
                    "Publishes prices and discounts of a file, or of AWS, taken whole or refused with every problem.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int importFile(@Mixin RateCardSource source, @Mixin KafkaOptions kafka) {
        source.check();
        TopicSetup.ensure(kafka.settings());
        RateCardPublisher publisher = new RateCardPublisher(kafka.settings());
        return reading(
                source,
                publisher.current(),
                change -> print(publisher.publish(change.change()), change.unmapped(), false));
    }

    @Command(
            name = "diff",
            description = "Shows what an import would change, and changes nothing.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int diff(@Mixin RateCardSource source, @Mixin KafkaOptions kafka) {
        source.check();
        RateCardTable current = new RateCardPublisher(kafka.settings()).current();
        return reading(
                source,
                current,
                change ->
                        print(RateCardDiff.between(current, change.change().apply(current)), change.unmapped(), true));
    }

    /** Reads, then does; where AWS does not give its prices nothing is done. */
    private int reading(RateCardSource source, RateCardTable current, Consumer<RateCardSource.Change> then) {
        try {
            then.accept(source.read(current, console));
            return ExitCode.OK;
        } catch (AwsRefusedException e) {
            console.error(String.valueOf(e.getMessage()));
            return ExitCode.FAILURE;
        }
    }

    private void print(RateCardDiff diff, List<UnmappedRow> unmapped, boolean eachChange) {
        if (eachChange) {
            diff.changes().forEach(change -> console.out().println(describe(change)));
            diff.discounts().forEach(change -> console.out().println(describe(change)));
        }
        for (RateCardDiff.Kind kind : RateCardDiff.Kind.values()) {
            console.out()
                    .println(word(kind) + ": " + diff.count(kind) + " cards"
                            + (diff.discounts().isEmpty() ? "" : ", " + diff.countDiscounts(kind) + " discounts"));
        }
        unmapped.stream()
                .limit(UNMAPPED_SHOWN)
                .forEach(row -> console.warn("no card: " + row.row() + ": " + row.reason()));
        if (unmapped.size() > UNMAPPED_SHOWN) {
            console.warn("and " + (unmapped.size() - UNMAPPED_SHOWN) + " more rows without card");
        }
    }

    private static String describe(RateCardDiff.Change change) {
        RateCard card = change.card();
        Per per = Per.customary(card.unit());
        String before = change.before()
                .map(old -> per.ofUnit(old.usdPerUnit()).toPlainString())
                .orElse("-");
        String after = change.after()
                .map(now -> per.ofUnit(now.usdPerUnit()).toPlainString())
                .orElse("-");
        return word(change.kind()) + " " + change.model() + " "
                + card.scope().wireName() + " "
                + card.region() + " " + card.tier() + " " + card.unit().fieldName() + " from " + card.effectiveFrom()
                + ": " + before + " -> " + after + " USD per " + per.name().toLowerCase(Locale.ROOT);
    }

    private static String describe(RateCardDiff.DiscountChange change) {
        DiscountCard card = change.card();
        return word(change.kind()) + " discount for " + AppliedDiscount.scope(card.account(), card.model())
                + " from " + card.effectiveFrom()
                + card.effectiveTo().map(to -> " to " + to).orElse("") + " by " + card.source() + ": "
                + percent(change.before()) + " -> " + percent(change.after()) + " %";
    }

    private static String percent(Optional<DiscountCard> card) {
        return card.map(discount -> discount.percent().toPlainString()).orElse("-");
    }

    private static String word(RateCardDiff.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
