package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicCheck;
import io.bedrockmeter.runtime.kafka.TopicFinding;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.config.RunConfig;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import io.bedrockmeter.standalone.report.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks at the topics at the brokers, and creates them. */
@Command(
        name = "topics",
        description = "Checks and creates the topics at the brokers.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class,
        synopsisSubcommandLabel = "COMMAND")
final class TopicsCommand implements Runnable {

    private final Console console;
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    TopicsCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "topics: expected a command");
    }

    @Command(
            name = "check",
            description = {
                "Names every setting of a topic that is not as it should be; exit code 1 when there is one.",
                "With one that is wrong no service starts; with a risky one they do, with a warning."
            },
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int check(@Mixin ConfigOptions options) {
        RunConfig config = options.load(environment);
        KafkaSettings kafka = ConfigOptions.kafka(config);
        List<TopicFinding> findings = new TopicCheck(kafka, config.retentionBySuffix()).findings();
        if (findings.isEmpty()) {
            console.progress(
                    "all " + Topics.all().size() + " topics on " + kafka.bootstrapServers() + " are as they should be");
            return ExitCode.OK;
        }
        console.out().print(table(findings));
        console.progress(findings.size() + " settings are not as they should be");
        return ExitCode.FAILURE;
    }

    @Command(
            name = "create",
            description = {
                "Creates the topics that do not exist; those that do are left as they are.",
                "Services do the same when they start: this is for where they have no right to it."
            },
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int create(@Mixin ConfigOptions options) {
        KafkaSettings kafka = ConfigOptions.kafka(options.load(environment));
        List<String> created = TopicSetup.ensure(kafka);
        created.forEach(console.out()::println);
        console.progress(
                created.size() + " of " + Topics.all().size() + " topics created on " + kafka.bootstrapServers());
        return ExitCode.OK;
    }

    private static TextTable table(List<TopicFinding> findings) {
        TextTable table = new TextTable(6);
        table.add(List.of("", "Topic", "Setting", "Found", "Expected", "Otherwise"));
        table.rule();
        findings.forEach(finding -> table.add(List.of(
                finding.weight().name().toLowerCase(Locale.ROOT),
                finding.topic(),
                finding.setting(),
                finding.found(),
                finding.expected(),
                finding.why())));
        return table;
    }
}
