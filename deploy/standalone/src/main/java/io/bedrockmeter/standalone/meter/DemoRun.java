package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.alerts.AlertsConfig;
import io.bedrockmeter.alerts.budgets.BudgetFile;
import io.bedrockmeter.alerts.budgets.BudgetPublisher;
import io.bedrockmeter.alerts.budgets.InvalidBudgetsException;
import io.bedrockmeter.alerts.delivery.AlertLinks;
import io.bedrockmeter.ingest.IngestConfig;
import io.bedrockmeter.ingest.sink.CommitPolicy;
import io.bedrockmeter.ingest.sink.KafkaSink;
import io.bedrockmeter.ingest.sink.ReferencePublisher;
import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.insight.InsightSettings;
import io.bedrockmeter.metering.query.UsageAnswer;
import io.bedrockmeter.metering.query.UsageQuery;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.config.HttpSection;
import io.bedrockmeter.standalone.demo.BurnRate;
import io.bedrockmeter.standalone.demo.DemoCompany;
import io.bedrockmeter.standalone.demo.DemoScreen;
import io.bedrockmeter.standalone.demo.DemoTraffic;
import io.bedrockmeter.standalone.demo.DemoView;
import io.bedrockmeter.standalone.kafka.DataDirectory;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.Lifecycle;
import io.bedrockmeter.standalone.process.Logging;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The whole system on simulated traffic, on a broker that exists only for this. */
public final class DemoRun {

    /**
     * How it runs.
     *
     * @param callsPerSecond calls to simulate
     * @param seed seed of the simulation
     * @param duration how long, empty until the process is told to end
     * @param kafkaPort port of the broker, 0 for any free one
     * @param httpPort port for questions and usage on this machine, 0 for any free one
     */
    public record Settings(int callsPerSecond, long seed, Optional<Duration> duration, int kafkaPort, int httpPort) {}

    private static final String BUDGETS = "/demo/budgets.yaml";
    private static final String INSTANCE = "demo-intake";
    private static final int PARTITIONS = 2;
    private static final Duration REDRAW = Duration.ofSeconds(1);
    private static final int LINES_EVERY = 5;
    private static final UsageQuery BY_TEAM = new UsageQuery(List.of("Team"), Map.of(), Optional.empty());

    private final Settings settings;
    private final Lifecycle lifecycle;
    private final Console console;
    private final Clock clock;
    private final BurnRate burnRate = new BurnRate();
    private final DemoScreen screen = new DemoScreen();
    private final IngestCounters counters = new IngestCounters();

    public DemoRun(Settings settings, Lifecycle lifecycle, Console console, Clock clock) {
        this.settings = settings;
        this.lifecycle = lifecycle;
        this.console = console;
        this.clock = clock;
    }

    /** Runs until the end of its time or of the process. */
    public void run() throws InterruptedException {
        DataDirectory directory = lifecycle.add("directory", DataDirectory.temporary());
        Logging.toFile(directory.logFile());
        Logging.hideFromConsole();
        lifecycle.add("log", Logging::stop);
        KafkaSettings kafka = Broker.start(settings.kafkaPort(), directory, DemoRun::kafka, lifecycle, console);
        console.progress("publishing prices, profiles, projects and budgets");
        new ReferenceFiles(DemoCompany.profiles(), DemoCompany.projects(), List.of(), true, List.of()).publish(kafka);
        new BudgetPublisher(kafka).apply(budgets());
        LatestAlerts alerts = new LatestAlerts(this::announce);
        Web web = lifecycle.add("web", new Web(Optional.empty()));
        HttpSection http = HttpSection.local(settings.httpPort());
        AlertsPart budgets = AlertsPart.start(
                AlertsConfig.defaults(directory.state()), List.of(alerts), AlertLinks.NONE, kafka, web, lifecycle);
        MeteringPart metering = MeteringPart.start(
                MeteringConfig.defaults(directory.state()),
                InsightSettings.defaults(),
                http,
                false,
                kafka,
                web,
                lifecycle);
        IngestPart ingest = IngestPart.start(
                IngestConfig.following(INSTANCE, List.of(), List.of()),
                http.intake(INSTANCE),
                Optional.empty(),
                kafka,
                web,
                lifecycle);
        String url = Faces.open(
                http,
                Optional.of(ingest),
                Optional.of(metering),
                Optional.of(budgets),
                Optional.empty(),
                web,
                lifecycle);
        Instant start = clock.instant();
        DemoFeed feed = lifecycle.add("traffic", feed(kafka, start));
        feed.start();
        console.progress("simulating " + settings.callsPerSecond() + " calls per second with seed " + settings.seed()
                + "; Ctrl-C to stop\nlook at it in a browser: " + url
                + "/\nfollow any topic from another terminal: ./bedrock-meter watch ledger"
                + " --bootstrap-servers " + kafka.bootstrapServers() + "\nask for spend: curl '" + url
                + "/v1/usage?group_by=Team'");
        show(metering.service(), feed, alerts, start);
    }

    private static KafkaSettings kafka(String bootstrapServers) {
        return new KafkaSettings(bootstrapServers, Topics.DEFAULT_PREFIX, PARTITIONS, (short) 1, Map.of());
    }

    private static List<Budget> budgets() {
        try (InputStream in = DemoRun.class.getResourceAsStream(BUDGETS)) {
            if (in == null) {
                throw new IllegalStateException(BUDGETS + " is missing from the jar");
            }
            return BudgetFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "the demo's budgets");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidBudgetsException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private DemoFeed feed(KafkaSettings kafka, Instant start) {
        DemoTraffic traffic = new DemoTraffic(settings.seed(), settings.callsPerSecond(), start);
        KafkaSink sink = KafkaSink.open(kafka, "demo", CommitPolicy.DEFAULT);
        return new DemoFeed(traffic, sink, new ReferencePublisher(kafka), counters, clock);
    }

    /** Where lines are printed alerts are, too; a table shows them below. */
    private void announce(String alert) {
        if (!console.isTerminal()) {
            console.out().println("ALERT " + alert);
        }
    }

    private void show(MeteringService metering, DemoFeed feed, LatestAlerts alerts, Instant start)
            throws InterruptedException {
        Optional<Instant> end = settings.duration().map(start::plus);
        for (int tick = 1;
                !lifecycle.hasEnded() && end.map(clock.instant()::isBefore).orElse(true);
                tick++) {
            TimeUnit.MILLISECONDS.sleep(REDRAW.toMillis());
            if (feed.failure().isPresent()) {
                throw new IllegalStateException(
                        "the simulated traffic stopped", feed.failure().get());
            }
            if (metering.isReady() && !lifecycle.hasEnded()) {
                draw(view(metering, alerts, start), tick);
            }
        }
    }

    private void draw(DemoView view, int tick) {
        if (console.isTerminal()) {
            console.out().print(screen.redraw(view));
            console.out().flush();
        } else if (tick % LINES_EVERY == 0) {
            console.out().println(DemoScreen.line(view));
        }
    }

    private DemoView view(MeteringService metering, LatestAlerts alerts, Instant start) {
        Instant now = clock.instant();
        UsageAnswer byTeam = BY_TEAM.over(metering.usage().totals(BY_TEAM.source()));
        return new DemoView(
                now,
                Duration.between(start, now),
                byTeam,
                burnRate.note(now, byTeam.total().cost()),
                counters.lastEventTime().map(last -> Duration.between(last, now)),
                counters.refused(),
                metering.counters().duplicates.sum(),
                metering.counters().corrections.sum(),
                alerts.lines());
    }
}
