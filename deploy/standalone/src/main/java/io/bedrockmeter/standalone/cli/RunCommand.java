package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.runtime.config.Config;
import io.bedrockmeter.standalone.config.RunConfig;
import io.bedrockmeter.standalone.meter.MeterRun;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import io.bedrockmeter.standalone.process.Lifecycle;
import io.bedrockmeter.standalone.process.Shutdown;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The process on real sources. */
@Command(
        name = "run",
        description = "Meters logs as they are written, on an embedded broker or on yours, until Ctrl-C.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class,
        footer = {"", "Every setting of the file is explained in docs/configuration.md."})
final class RunCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file of settings.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--check-config", description = "Only check the settings, and print those in force.")
    private boolean checkOnly;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers to use instead of the embedded one (kafka.bootstrapServers).")
    private Optional<String> bootstrapServers = Optional.empty();

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "Port of the embedded broker, 0 for any free one (kafka.embeddedPort).")
    private Optional<String> kafkaPort = Optional.empty();

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port of the cost explorer, 0 for any free one (http.port).")
    private Optional<String> httpPort = Optional.empty();

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where everything is kept (dataDirectory).")
    private Optional<String> dataDirectory = Optional.empty();

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Config.Loaded<RunConfig> loaded = RunConfig.load(file, settings());
        if (checkOnly) {
            loaded.settings().forEach(setting -> console.out().println(setting));
            return ExitCode.OK;
        }
        try (Lifecycle lifecycle = new Lifecycle()) {
            Shutdown.closeOnExit(lifecycle, console);
            new MeterRun(loaded.value(), lifecycle, console).run();
        }
        return ExitCode.OK;
    }

    /** Options override settings the way environment variables do. */
    private Map<String, String> settings() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        bootstrapServers.ifPresent(value -> variables.put(Config.variable("kafka.bootstrapServers"), value));
        kafkaPort.ifPresent(value -> variables.put(Config.variable("kafka.embeddedPort"), value));
        httpPort.ifPresent(value -> variables.put(Config.variable("http.port"), value));
        dataDirectory.ifPresent(value -> variables.put(Config.variable("dataDirectory"), value));
        return variables;
    }
}
