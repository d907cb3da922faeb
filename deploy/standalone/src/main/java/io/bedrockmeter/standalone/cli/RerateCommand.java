package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.rerate.RangeTooLargeException;
import io.bedrockmeter.metering.rerate.RerateRequest;
import io.bedrockmeter.metering.rerate.RerateSummary;
import io.bedrockmeter.metering.rerate.RerateSummaryText;
import io.bedrockmeter.metering.rerate.Rerater;
import io.bedrockmeter.standalone.process.BadInputException;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A range of the past, priced again. */
@Command(
        name = "rerate",
        description = {
            "Prices a closed range of the past by the rate cards of now.",
            "Metering must be running: it enters the corrections. Safe to repeat."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class,
        footer = {"", "What changes and what does not is explained in docs/rerating.md."})
final class RerateCommand implements Callable<Integer> {

    private static final String REASON_OF_PREVIEW = "preview";

    private final Console console;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            description = "First time of calls: a day in metering's zone, or a time.")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", required = true, description = "First time that is left out.")
    private String to = "";

    @Option(names = "--model", paramLabel = "ID", description = "Only calls of this base model id.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why; the note of every line entered. Needed unless --dry-run is given.")
    private Optional<String> reason = Optional.empty();

    @Option(names = "--dry-run", description = "Only show what would change.")
    private boolean dryRun;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long metering may take to enter corrections (default: ${DEFAULT-VALUE}).")
    private int waitSeconds;

    @Mixin
    private MeteringOptions metering = new MeteringOptions();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    RerateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        MeteringConfig config = metering.settings();
        RerateRequest request = request(config);
        if (waitSeconds < 1) {
            throw new BadInputException("--wait: found " + waitSeconds + ", expected 1 or more seconds");
        }
        Duration patience = Duration.ofSeconds(waitSeconds);
        Rerater rerater = new Rerater(config, kafka.settings());
        ThrottledProgress progress = new ThrottledProgress(console);
        try {
            console.progress("waiting for corrections that are under way");
            rerater.awaitEntered(patience);
            if (dryRun) {
                print(rerater.preview(request, progress::lines));
                return ExitCode.OK;
            }
            RerateSummary summary = rerater.apply(request, progress::lines);
            print(summary);
            console.progress("waiting until metering has entered the corrections");
            rerater.awaitEntered(patience);
            console.progress("entered");
            return ExitCode.OK;
        } catch (RangeTooLargeException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        } catch (TimeoutException e) {
            console.error(String.valueOf(e.getMessage()));
            return ExitCode.FAILURE;
        }
    }

    private RerateRequest request(MeteringConfig config) {
        if (reason.isEmpty() && !dryRun) {
            throw new BadInputException("--reason: missing, expected why prices change; or --dry-run");
        }
        try {
            return new RerateRequest(
                    Instant.now(),
                    Times.parse("--from", from, config.zone()),
                    Times.parse("--to", to, config.zone()),
                    model,
                    reason.orElse(REASON_OF_PREVIEW));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
    }

    private void print(RerateSummary summary) {
        console.out().print(RerateSummaryText.render(summary));
        console.out().flush();
    }
}
