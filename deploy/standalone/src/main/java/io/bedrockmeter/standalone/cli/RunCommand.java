package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.standalone.meter.Role;
import io.bedrockmeter.standalone.process.Console;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The process on real sources. */
@Command(
        name = "run",
        description = {
            "Meters usage as it arrives, on an embedded broker or on yours, until Ctrl-C.",
            "Reads log groups, buckets and files, takes usage over HTTP, answers questions, watches over budgets."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class,
        footer = {"", "Every setting of the file is explained in docs/configuration.md."})
final class RunCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private ServiceOptions services = new ServiceOptions();

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "Port of the embedded broker, 0 for any free one (kafka.embeddedPort).")
    private Optional<String> kafkaPort = Optional.empty();

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> port =
                kafkaPort.map(value -> Map.of("kafka.embeddedPort", value)).orElse(Map.of());
        return services.run(EnumSet.allOf(Role.class), port, console);
    }
}
