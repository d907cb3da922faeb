package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.alerts.budgets.BudgetFile;
import io.bedrockmeter.alerts.budgets.BudgetPublisher;
import io.bedrockmeter.alerts.budgets.InvalidBudgetsException;
import io.bedrockmeter.alerts.delivery.ConsoleNotifier;
import io.bedrockmeter.alerts.delivery.Notifier;
import io.bedrockmeter.alerts.delivery.SnsNotifier;
import io.bedrockmeter.ingest.IngestConfig;
import io.bedrockmeter.ingest.IngestService;
import io.bedrockmeter.ingest.sink.CommitPolicy;
import io.bedrockmeter.ingest.source.FollowSettings;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.standalone.config.InputsSection;
import io.bedrockmeter.standalone.config.RunConfig;
import io.bedrockmeter.standalone.kafka.DataDirectory;
import io.bedrockmeter.standalone.process.BadInputException;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.Lifecycle;
import io.bedrockmeter.standalone.process.Logging;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The process on real sources, until it is told to end or a part of it fails. */
public final class MeterRun {

    private static final String INSTANCE = "standalone";
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final RunConfig config;
    private final Lifecycle lifecycle;
    private final Console console;

    public MeterRun(RunConfig config, Lifecycle lifecycle, Console console) {
        this.config = config;
        this.lifecycle = lifecycle;
        this.console = console;
    }

    /**
     * Runs.
     *
     * @throws IllegalStateException when a service stops by itself, with its reason
     * @throws InterruptedException when interrupted
     */
    public void run() throws InterruptedException {
        ReferenceFiles references = ReferenceFiles.read(config.references());
        references.refused().forEach(refusal -> console.warn("refused " + refusal));
        List<Budget> budgets = budgets();
        DataDirectory directory = lifecycle.add("directory", DataDirectory.open(config.dataDirectory()));
        Logging.toFile(directory.logFile());
        lifecycle.add("log", Logging::stop);
        KafkaSettings kafka = kafka(directory);
        references.publish(kafka);
        new BudgetPublisher(kafka).apply(budgets);
        LiveMeter meter = LiveMeter.start(
                kafka, config.metering(), config.alerts().service(), notifiers(), config.httpPort(), lifecycle);
        IngestService ingest = lifecycle.add("ingest", new IngestService(ingestConfig(), kafka));
        ingest.start();
        console.progress("running on " + kafka.bootstrapServers() + ", data in " + directory.root() + ", log in "
                + directory.logFile() + ", answers on " + meter.http().url() + "; Ctrl-C to stop");
        if (config.inputs().logs().isEmpty() && config.inputs().tagEvents().isEmpty()) {
            console.warn("there is nothing to follow: name files or folders under inputs.logs");
        }
        watchOver(meter, ingest);
    }

    private KafkaSettings kafka(DataDirectory directory) {
        Optional<String> external = config.kafka().bootstrapServers();
        if (external.isEmpty()) {
            return Broker.start(config.embeddedPort(), directory, config.kafka()::at, lifecycle, console);
        }
        KafkaSettings kafka = config.kafka().at(external.get());
        TopicSetup.ensure(kafka);
        return kafka;
    }

    private List<Budget> budgets() {
        try {
            return config.alerts().budgets().isPresent()
                    ? BudgetFile.read(config.alerts().budgets().get())
                    : List.of();
        } catch (InvalidBudgetsException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
    }

    private List<Notifier> notifiers() {
        return List.of(
                new ConsoleNotifier(console.out()),
                new SnsNotifier(config.alerts().snsTopicArn()));
    }

    private IngestConfig ingestConfig() {
        InputsSection inputs = config.inputs();
        IngestConfig followed = new IngestConfig(
                INSTANCE,
                inputs.logs(),
                inputs.tagEvents(),
                Optional.empty(),
                Optional.empty(),
                POLL_INTERVAL,
                FollowSettings.of(inputs.maxRecordBytes()),
                CommitPolicy.DEFAULT);
        return config.aws().sync().map(followed::withSync).orElse(followed);
    }

    private void watchOver(LiveMeter meter, IngestService ingest) throws InterruptedException {
        while (!lifecycle.hasEnded()) {
            TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL.toMillis());
            if (ingest.failure().isPresent()) {
                throw new IllegalStateException(
                        "ingest stopped", ingest.failure().get());
            }
            meter.metering().failure().ifPresent(reason -> {
                throw new IllegalStateException("metering stopped: " + reason);
            });
            meter.alerts().failure().ifPresent(reason -> {
                throw new IllegalStateException("alerts stopped: " + reason);
            });
        }
    }
}
