package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import io.bedrockmeter.standalone.report.TextTable;
import io.bedrockmeter.standalone.topics.RecordJson;
import io.bedrockmeter.standalone.topics.TopicReader;
import io.bedrockmeter.standalone.topics.TopicRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What was refused. */
@Command(
        name = "dead-letters",
        description = "What could not be read, why and from where.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class,
        synopsisSubcommandLabel = "COMMAND")
final class DeadLettersCommand implements Runnable {

    private static final int DEFAULT_LIMIT = 100;

    /** Forms of the listing. */
    enum Format {
        TABLE,
        JSON
    }

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DeadLettersCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "dead-letters: expected a command");
    }

    @Command(
            name = "list",
            description = "Lists the latest refusals, oldest first.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int list(
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            description = "At most so many (default: ${DEFAULT-VALUE}).",
                            defaultValue = "" + DEFAULT_LIMIT)
                    int limit,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            description = "table or json (default: table).",
                            defaultValue = "TABLE")
                    Format format,
            @Mixin LetterFilter filter,
            @Mixin KafkaOptions kafka) {
        Deque<TopicRecord<DeadLetter>> latest = new ArrayDeque<>();
        long total = read(kafka.settings(), filter.predicate(), limit, latest);
        if (format == Format.JSON) {
            latest.forEach(found -> console.out().println(RecordJson.line(found)));
        } else {
            console.out().print(table(latest));
        }
        console.progress(latest.size() + " of " + total + " refusals");
        return ExitCode.OK;
    }

    @Command(
            name = "replay",
            description = {
                "Reads refused documents again from where they came, after a fix.",
                "Files, S3 objects and events of CloudWatch log groups can be read again; bodies of HTTP requests are not "
                        + "kept. What is read counts once, however often it is replayed."
            },
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int replay(
            @Option(names = "--dry-run", description = "Read and tell, but write nothing.") boolean dryRun,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            description = "table or json (default: table).",
                            defaultValue = "TABLE")
                    Format format,
            @Mixin ReplayOptions options,
            @Mixin LetterFilter filter,
            @Mixin KafkaOptions kafka) {
        LetterReplay replay = new LetterReplay(kafka.settings(), options.settings(), dryRun, console);
        List<LetterOutcome> outcomes = replay.run(filter.predicate());
        if (format == Format.JSON) {
            outcomes.forEach(outcome -> console.out().println(RecordJson.line(outcome.asRecord(Instant.now()))));
        } else {
            console.out().print(LetterReplay.table(outcomes));
        }
        console.progress(replay.summary(outcomes));
        return ExitCode.OK;
    }

    private long read(
            KafkaSettings kafka, Predicate<DeadLetter> filter, int limit, Deque<TopicRecord<DeadLetter>> latest) {
        long[] total = new long[1];
        try (TopicReader<DeadLetter> reader = new TopicReader<>(kafka, Topics.DEAD_LETTERS, console::warn)) {
            reader.readAll(found -> {
                if (found.value().filter(filter).isEmpty()) {
                    return;
                }
                total[0]++;
                latest.addLast(found);
                if (latest.size() > limit) {
                    latest.removeFirst();
                }
            });
        }
        return total[0];
    }

    private static TextTable table(Deque<TopicRecord<DeadLetter>> latest) {
        TextTable table = new TextTable(4);
        table.add(List.of("Refused at", "Code", "Origin", "Reason"));
        table.rule();
        latest.forEach(found -> found.value()
                .ifPresent(letter -> table.add(List.of(
                        letter.refusedAt().toString(), letter.code().name(), letter.origin(), letter.reason()))));
        return table;
    }
}
