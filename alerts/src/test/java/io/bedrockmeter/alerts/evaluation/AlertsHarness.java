package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.alerts.AlertsConfig;
import io.bedrockmeter.alerts.TestStreams;
import io.bedrockmeter.alerts.watch.AnomalyRules;
import io.bedrockmeter.alerts.watch.BlindRules;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.SourceReport;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The production topology with the production configuration on the test driver. A restart keeps what Kafka keeps: the
 * changelogs and the topics behind the global tables, nothing else.
 */
final class AlertsHarness implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private static final List<String> LOGGED = List.of(
            AlertsTopology.MINUTES,
            AlertsTopology.CELLS,
            AlertsTopology.PARTIALS,
            AlertsTopology.PENDING,
            AlertsTopology.SEEDED,
            AlertsTopology.CONTRIBUTIONS,
            AlertsTopology.ANNOUNCED,
            AlertsTopology.SCOPES,
            AlertsTopology.WATCHES);

    private final Path stateDir;
    private final EvaluationSettings settings;
    private final Map<String, Map<Bytes, byte[]>> changelogs = new HashMap<>();
    private final Map<String, byte[]> budgets = new LinkedHashMap<>();
    private final Map<String, SourceReport> sources = new LinkedHashMap<>();
    private final List<TestRecord<byte[], byte[]>> raised = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final Map<String, BudgetStatus> statuses = new TreeMap<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private Instant now;
    private TopologyTestDriver driver;

    AlertsHarness(Path stateDir) {
        this(stateDir, settings(1));
    }

    AlertsHarness(Path stateDir, EvaluationSettings settings) {
        this(stateDir, settings, START);
    }

    /** @param start wall-clock time at the beginning */
    AlertsHarness(Path stateDir, EvaluationSettings settings, Instant start) {
        this.stateDir = stateDir;
        this.settings = settings;
        this.now = start;
        this.driver = start();
    }

    static EvaluationSettings settings(int usagePartitions) {
        return settings(usagePartitions, EvaluationSettings.DEFAULT_SEED_BATCH);
    }

    static EvaluationSettings settings(int usagePartitions, int seedBatch) {
        return settings(usagePartitions, seedBatch, AnomalyRules.none(), BlindRules.none());
    }

    /** With what is watched without a budget. */
    static EvaluationSettings settings(AnomalyRules anomalies, BlindRules blind) {
        return settings(1, EvaluationSettings.DEFAULT_SEED_BATCH, anomalies, blind);
    }

    private static EvaluationSettings settings(
            int usagePartitions, int seedBatch, AnomalyRules anomalies, BlindRules blind) {
        AlertsConfig config = AlertsConfig.defaults(Path.of("unused"));
        return new EvaluationSettings(
                Topics.DEFAULT_PREFIX,
                usagePartitions,
                config.emitInterval(),
                config.statusInterval(),
                config.horizon(),
                config.lateAfter(),
                seedBatch,
                config.seedingGrace(),
                anomalies,
                blind);
    }

    AlertsHarness budget(Budget budget) {
        return budgetRecord(budget.id(), Topics.BUDGETS.codec().encode(budget));
    }

    AlertsHarness deleteBudget(String id) {
        budgets.remove(id);
        pipe(topic(Topics.BUDGETS), bytes(id), null);
        return this;
    }

    AlertsHarness budgetRecord(String key, byte[] value) {
        budgets.put(key, value);
        pipe(topic(Topics.BUDGETS), bytes(key), value);
        return this;
    }

    AlertsHarness source(SourceReport report) {
        sources.put(report.source(), report);
        pipe(
                topic(Topics.INGEST_SOURCES),
                bytes(report.source()),
                Topics.INGEST_SOURCES.codec().encode(report));
        return this;
    }

    AlertsHarness usage(String cellId, UsageTotal usage) {
        pipe(
                topic(Topics.usage(Granularity.MINUTE)),
                bytes(usage.windowStart() + "|" + cellId),
                Topics.usage(Granularity.MINUTE).codec().encode(usage));
        return this;
    }

    AlertsHarness usageRecord(byte[] key, byte[] value) {
        pipe(topic(Topics.usage(Granularity.MINUTE)), key, value);
        return this;
    }

    AlertsHarness contribution(String budgetId, Contribution contribution) {
        return contributionRecord(bytes(budgetId), contribution.toBytes());
    }

    AlertsHarness contributionRecord(byte[] key, byte[] value) {
        pipe(AlertsConfig.DEFAULT_APPLICATION_ID + "-" + AlertsTopology.REPARTITION + "-repartition", key, value);
        return this;
    }

    /** Lets the emit interval pass, and then the status interval. */
    AlertsHarness settle() {
        return pass(Duration.ofMillis(200)).pass(Duration.ofSeconds(1));
    }

    AlertsHarness pass(Duration duration) {
        now = now.plus(duration);
        driver.advanceWallClockTime(duration);
        collect();
        return this;
    }

    Instant now() {
        return now;
    }

    /** Stops without any goodbye and starts again from what Kafka has. */
    AlertsHarness restart() {
        driver.close();
        driver = start();
        for (String store : LOGGED) {
            KeyValueStore<Bytes, byte[]> target = driver.getKeyValueStore(store);
            changelogs.getOrDefault(store, Map.of()).forEach(target::put);
        }
        readTablesBack();
        return this;
    }

    /** An application reset: all state of ours is lost, the topics of others and our outputs are not. */
    AlertsHarness reset() {
        driver.close();
        changelogs.clear();
        driver = start();
        readTablesBack();
        return this;
    }

    /** As {@link #reset()}, and the alerts topic is lost, too. */
    AlertsHarness resetWithoutAlerts() {
        raised.clear();
        return reset();
    }

    /** Every alert raised so far, over all restarts. */
    List<Alert> alerts() {
        return List.copyOf(alerts);
    }

    List<String> alertIds() {
        return alerts.stream().map(Alert::alertId).toList();
    }

    Map<String, BudgetStatus> statuses() {
        return statuses;
    }

    List<DeadLetter> deadLetters() {
        return deadLetters;
    }

    long entries(String store) {
        long entries = 0;
        KeyValueStore<Bytes, byte[]> counted = driver.getKeyValueStore(store);
        try (var all = counted.all()) {
            while (all.hasNext()) {
                all.next();
                entries++;
            }
        }
        return entries;
    }

    @Override
    public void close() {
        driver.close();
    }

    private TopologyTestDriver start() {
        Properties properties = TestStreams.properties(stateDir);
        return new TopologyTestDriver(AlertsTopology.build(settings, properties), properties, now);
    }

    private void readTablesBack() {
        budgets.forEach((id, value) -> pipe(topic(Topics.BUDGETS), bytes(id), value));
        List.copyOf(sources.values()).forEach(this::source);
        List.copyOf(raised).forEach(alert -> pipe(topic(Topics.ALERTS), alert.key(), alert.value()));
    }

    private void pipe(String topic, byte[] key, byte[] value) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key, value);
        collect();
    }

    private void collect() {
        for (TestRecord<byte[], byte[]> record : read(topic(Topics.ALERTS))) {
            raised.add(record);
            alerts.add(Topics.ALERTS.codec().decode(record.value()));
        }
        for (TestRecord<byte[], byte[]> record : read(topic(Topics.BUDGET_STATUS))) {
            String id = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                statuses.remove(id);
            } else {
                statuses.put(id, Topics.BUDGET_STATUS.codec().decode(record.value()));
            }
        }
        for (TestRecord<byte[], byte[]> record : read(topic(Topics.DEAD_LETTERS))) {
            deadLetters.add(Topics.DEAD_LETTERS.codec().decode(record.value()));
        }
        for (String store : LOGGED) {
            Map<Bytes, byte[]> kept = changelogs.computeIfAbsent(store, name -> new HashMap<>());
            for (TestRecord<byte[], byte[]> record : read(changelog(store))) {
                if (record.value() == null) {
                    kept.remove(Bytes.wrap(record.key()));
                } else {
                    kept.put(Bytes.wrap(record.key()), record.value());
                }
            }
        }
    }

    private List<TestRecord<byte[], byte[]>> read(String topic) {
        if (!driver.producedTopicNames().contains(topic)) {
            return List.of();
        }
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static String changelog(String store) {
        return TestStreams.properties(Path.of("unused")).getProperty(StreamsConfig.APPLICATION_ID_CONFIG) + "-" + store
                + "-changelog";
    }

    private static String topic(Topic<?> topic) {
        return topic.name(Topics.DEFAULT_PREFIX);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String describe(List<Alert> alerts) {
        return alerts.stream().map(Alert::toString).collect(Collectors.joining("\n"));
    }
}
