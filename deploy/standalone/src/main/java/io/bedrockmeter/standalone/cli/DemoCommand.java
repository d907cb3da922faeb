package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.runtime.config.Durations;
import io.bedrockmeter.standalone.meter.DemoRun;
import io.bedrockmeter.standalone.process.BadInputException;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import io.bedrockmeter.standalone.process.Lifecycle;
import io.bedrockmeter.standalone.process.Shutdown;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole system on simulated traffic. */
@Command(
        name = "demo",
        description = {
            "Runs everything in this process on simulated Bedrock traffic: an embedded Kafka broker,",
            "ingest, metering and alerts, with sample profiles, projects, prices and budgets."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class)
final class DemoCommand implements Callable<Integer> {

    private static final int MOST_CALLS_PER_SECOND = 5_000;
    private static final int HIGHEST_PORT = 65_535;

    private final Console console;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Calls per second, 1 to " + MOST_CALLS_PER_SECOND + " (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "End after a time such as 30s or 5m (default: Ctrl-C).")
    private Optional<String> duration = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the simulation (default: another each time).")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port of the embedded broker (default: any free one).")
    private int kafkaPort;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the cost explorer, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int httpPort;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        DemoRun.Settings settings = settings();
        try (Lifecycle lifecycle = new Lifecycle()) {
            Shutdown.closeOnExit(lifecycle, console);
            new DemoRun(settings, lifecycle, console, Clock.systemUTC()).run();
        }
        return ExitCode.OK;
    }

    private DemoRun.Settings settings() {
        if (rate < 1 || rate > MOST_CALLS_PER_SECOND) {
            throw new BadInputException("--rate: found " + rate + ", expected 1 to " + MOST_CALLS_PER_SECOND);
        }
        if (kafkaPort < 0 || kafkaPort > HIGHEST_PORT) {
            throw new BadInputException("--kafka-port: found " + kafkaPort + ", expected 0 to " + HIGHEST_PORT);
        }
        if (httpPort < 0 || httpPort > HIGHEST_PORT) {
            throw new BadInputException("--http-port: found " + httpPort + ", expected 0 to " + HIGHEST_PORT);
        }
        long chosenSeed = seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1_000_000));
        return new DemoRun.Settings(rate, chosenSeed, duration.map(DemoCommand::parse), kafkaPort, httpPort);
    }

    private static Duration parse(String text) {
        return Durations.parse(text)
                .filter(length -> !length.isNegative() && !length.isZero())
                .orElseThrow(() ->
                        new BadInputException("--duration: found '" + text + "', expected a time such as 30s or 5m"));
    }
}
