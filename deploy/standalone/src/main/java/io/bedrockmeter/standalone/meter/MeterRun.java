package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.alerts.budgets.BudgetFile;
import io.bedrockmeter.alerts.budgets.BudgetPublisher;
import io.bedrockmeter.alerts.budgets.InvalidBudgetsException;
import io.bedrockmeter.alerts.delivery.AlertLinks;
import io.bedrockmeter.ingest.IngestConfig;
import io.bedrockmeter.runtime.http.jwt.JwtAccess;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicCheck;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.config.ReferencesSection;
import io.bedrockmeter.standalone.config.RunConfig;
import io.bedrockmeter.standalone.kafka.DataDirectory;
import io.bedrockmeter.standalone.process.BadInputException;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.Lifecycle;
import io.bedrockmeter.standalone.process.Logging;
import io.bedrockmeter.standalone.process.ServiceStoppedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One, several or all services on real sources, until the process is told to end or a service fails. */
public final class MeterRun {

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(200);

    private final RunConfig config;
    private final Set<Role> roles;
    private final Lifecycle lifecycle;
    private final Console console;

    public MeterRun(RunConfig config, Set<Role> roles, Lifecycle lifecycle, Console console) {
        this.config = config;
        this.roles = Set.copyOf(roles);
        this.lifecycle = lifecycle;
        this.console = console;
    }

    /**
     * Runs.
     *
     * @throws ServiceStoppedException when a service stops by itself, with its reason
     * @throws InterruptedException when interrupted
     */
    public void run() throws InterruptedException {
        List<ReferenceFiles> references = references();
        List<Budget> budgets = roles.contains(Role.ALERTS) ? budgets() : List.of();
        DataDirectory directory = lifecycle.add("directory", DataDirectory.open(config.dataDirectory()));
        Logging.toFile(directory.logFile());
        lifecycle.add("log", Logging::stop);
        KafkaSettings kafka = kafka(directory);
        references.forEach(files -> files.publish(kafka));
        if (roles.contains(Role.ALERTS)) {
            new BudgetPublisher(kafka).apply(budgets);
        }
        List<Part> parts = start(kafka, directory);
        watchOver(parts);
    }

    /** What is fed is started before what feeds it, and the servers last; all end in the opposite order. */
    private List<Part> start(KafkaSettings kafka, DataDirectory directory) {
        Web web = lifecycle.add("web", new Web(config.otlp()));
        Optional<JwtAccess> tokens =
                config.http().jwt().map(jwt -> lifecycle.add("tokens", JwtAccess.start(web.vertx(), jwt)));
        AlertLinks links = new AlertLinks(config.http().publicUrl());
        Optional<AlertsPart> alerts = has(Role.ALERTS)
                .map(role -> AlertsPart.start(
                        config.alerts().service(),
                        config.alerts().notifiers(console.out(), links),
                        links,
                        kafka,
                        web,
                        lifecycle));
        Optional<MeteringPart> metering = has(Role.METERING)
                .map(role -> MeteringPart.start(
                        config.metering(),
                        config.insights(),
                        config.http(),
                        config.kafka().bootstrapServers().isPresent(),
                        kafka,
                        web,
                        lifecycle));
        Optional<IngestPart> ingest = has(Role.INGEST)
                .map(role -> IngestPart.start(
                        ingestConfig(), config.http().intake(config.instanceId()), tokens, kafka, web, lifecycle));
        List<Part> parts = new ArrayList<>();
        alerts.ifPresent(parts::add);
        metering.ifPresent(parts::add);
        ingest.ifPresent(parts::add);
        StringBuilder said = new StringBuilder("running on " + kafka.bootstrapServers() + ", data in "
                + directory.root() + ", log in " + directory.logFile());
        said.append(", answers on ")
                .append(Faces.open(config.http(), ingest, metering, alerts, tokens, web, lifecycle))
                .append(", health and metrics on ")
                .append(Faces.openManagement(config.management().server(), parts, web, lifecycle));
        console.progress(said.append("; Ctrl-C to stop").toString());
        if (ingest.isPresent()
                && config.inputs().isEmpty()
                && config.aws().sync().isEmpty()) {
            console.warn("there is nothing to read: name log groups, buckets, files or folders under inputs, or send"
                    + " usage to /v1/events, /v1/invocations or /v1/firehose");
        }
        return parts;
    }

    private IngestConfig ingestConfig() {
        IngestConfig inputs = config.inputs().ingest(config.instanceId());
        return config.aws().sync().map(inputs::withSync).orElse(inputs);
    }

    private Optional<Role> has(Role role) {
        return Optional.of(role).filter(roles::contains);
    }

    private List<ReferenceFiles> references() {
        ReferencesSection all = config.references();
        List<ReferenceFiles> files = new ArrayList<>();
        if (roles.contains(Role.METERING)) {
            files.add(ReferenceFiles.read(all.prices()));
        }
        if (roles.contains(Role.INGEST)) {
            files.add(ReferenceFiles.read(all.tags()));
        }
        files.forEach(read -> read.refused().forEach(refusal -> console.warn("refused " + refusal)));
        return files;
    }

    private KafkaSettings kafka(DataDirectory directory) {
        Optional<String> external = config.kafka().bootstrapServers();
        if (external.isEmpty()) {
            return Broker.start(config.embeddedPort(), directory, config.kafka()::at, lifecycle, console);
        }
        KafkaSettings kafka = config.kafka().at(external.get());
        TopicSetup.ensure(kafka);
        new TopicCheck(kafka, shortened()).verify();
        return kafka;
    }

    /** Longer retention than the catalogue's is set by metering itself, later in the start. */
    private Map<String, Duration> shortened() {
        Map<String, Duration> retention = config.retentionBySuffix();
        Topics.all()
                .forEach(topic -> topic.retention()
                        .ifPresent(usual -> retention.computeIfPresent(
                                topic.suffix(), (suffix, wanted) -> wanted.compareTo(usual) < 0 ? wanted : usual)));
        return retention;
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

    private void watchOver(List<Part> parts) throws InterruptedException {
        while (!lifecycle.hasEnded()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_INTERVAL.toMillis());
            for (Part part : parts) {
                part.failure().ifPresent(reason -> {
                    throw new ServiceStoppedException(reason);
                });
            }
        }
    }
}
