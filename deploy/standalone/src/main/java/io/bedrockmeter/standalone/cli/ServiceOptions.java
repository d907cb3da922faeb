package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.runtime.config.Config;
import io.bedrockmeter.standalone.config.RunConfig;
import io.bedrockmeter.standalone.meter.MeterRun;
import io.bedrockmeter.standalone.meter.Role;
import io.bedrockmeter.standalone.process.BadInputException;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import io.bedrockmeter.standalone.process.Lifecycle;
import io.bedrockmeter.standalone.process.Shutdown;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options of every command that runs services until Ctrl-C, and what they do. */
final class ServiceOptions {

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file of settings.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--check-config", description = "Only check the settings, and print those in force.")
    private boolean checkOnly;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers to use (kafka.bootstrapServers).")
    private Optional<String> bootstrapServers = Optional.empty();

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port for questions and usage, 0 for any free one (http.port).")
    private Optional<String> httpPort = Optional.empty();

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "Port of probes and metrics, 0 for any free one (management.port).")
    private Optional<String> managementPort = Optional.empty();

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where everything is kept (dataDirectory).")
    private Optional<String> dataDirectory = Optional.empty();

    /** Runs services on brokers that somebody else runs. */
    int runOnGivenBrokers(Set<Role> roles, Console console) throws InterruptedException {
        Config.Loaded<RunConfig> loaded = load(Map.of());
        if (loaded.value().kafka().bootstrapServers().isEmpty()) {
            throw new BadInputException(
                    "kafka.bootstrapServers: found nothing, expected host:port of the brokers that all"
                            + " services share, or --bootstrap-servers. Only 'run' and 'demo' bring a broker of their own");
        }
        return run(loaded, roles, console);
    }

    /**
     * Runs services, on a broker of this process where none is named.
     *
     * @param more settings by key, from options of the command's own
     */
    int run(Set<Role> roles, Map<String, String> more, Console console) throws InterruptedException {
        return run(load(more), roles, console);
    }

    private int run(Config.Loaded<RunConfig> loaded, Set<Role> roles, Console console) throws InterruptedException {
        if (checkOnly) {
            loaded.settings().forEach(setting -> console.out().println(setting));
            return ExitCode.OK;
        }
        try (Lifecycle lifecycle = new Lifecycle()) {
            Shutdown.closeOnExit(lifecycle, console);
            new MeterRun(loaded.value(), roles, lifecycle, console).run();
        }
        return ExitCode.OK;
    }

    /** Options override settings the way environment variables do. */
    private Config.Loaded<RunConfig> load(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        bootstrapServers.ifPresent(value -> variables.put(Config.variable("kafka.bootstrapServers"), value));
        httpPort.ifPresent(value -> variables.put(Config.variable("http.port"), value));
        managementPort.ifPresent(value -> variables.put(Config.variable("management.port"), value));
        dataDirectory.ifPresent(value -> variables.put(Config.variable("dataDirectory"), value));
        more.forEach((key, value) -> variables.put(Config.variable(key), value));
        return RunConfig.load(file, variables);
    }
}
