package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.standalone.config.RunConfig;
import io.bedrockmeter.standalone.kafka.DataDirectory;
import io.bedrockmeter.standalone.meter.Broker;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import io.bedrockmeter.standalone.process.Lifecycle;
import io.bedrockmeter.standalone.process.Shutdown;
import io.bedrockmeter.standalone.reset.Reset;
import io.bedrockmeter.standalone.reset.ResetScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes services begin anew. */
@Command(
        name = "reset",
        description = {
            "Removes what services know of the past, so that they begin anew. None of them may run meanwhile.",
            "",
            "state: the local state of this machine; it is restored from Kafka. Nothing is lost.",
            "alerts: the evaluation of budgets; it is made again from the usage topics. No alert is raised twice.",
            "metering: ledger, totals and the evaluation of budgets; they are made again from the usage that is still in "
                    + "Kafka (14 days by default). What is older is lost: export the ledger before.",
            "",
            "Without --yes nothing is changed; what would be done is printed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class)
final class ResetCommand implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;

    @Parameters(paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}")
    private ResetScope scope = ResetScope.STATE;

    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    ResetCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        RunConfig config = options.load(environment);
        try (Lifecycle lifecycle = new Lifecycle()) {
            Shutdown.closeOnExit(lifecycle, console);
            DataDirectory directory = lifecycle.add("directory", DataDirectory.open(config.dataDirectory()));
            return reset(config, kafka(config, directory, lifecycle));
        }
    }

    private KafkaSettings kafka(RunConfig config, DataDirectory directory, Lifecycle lifecycle) {
        Optional<String> external = config.kafka().bootstrapServers();
        return external.isPresent()
                ? config.kafka().at(external.get())
                : Broker.start(0, directory, config.kafka()::at, lifecycle, console);
    }

    private int reset(RunConfig config, KafkaSettings kafka) {
        try (Reset reset = Reset.of(scope, config, kafka)) {
            reset.lines().forEach(console.out()::println);
            List<String> members = reset.activeMembers();
            if (!members.isEmpty()) {
                console.error(
                        "services are running, nothing was changed; stop these (a killed one is a member for ten more"
                                + " seconds):\n" + String.join("\n", members));
                return ExitCode.FAILURE;
            }
            if (!yes) {
                console.error("nothing was changed; add --yes to do this");
                return ExitCode.BAD_INPUT;
            }
            reset.run();
            console.progress("done" + advice());
            return ExitCode.OK;
        }
    }

    private String advice() {
        return switch (scope) {
            case STATE -> "; the next start restores local state from Kafka";
            case ALERTS -> "; the next start of alerts reads the usage topics from the beginning";
            case METERING ->
                "; start metering and let it read everything, then start alerts: totals grow from zero until then";
        };
    }
}
