package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.alerts.evaluation.Routed.Route;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Predicate;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The evaluation of budgets.
 *
 * <p><b>Match</b> reads the running totals of every cell and minute. It remembers what it saw last, so that an upsert
 * becomes a difference, and adds the difference to the period of each budget that covers the cell. Every emit interval the
 * totals that changed go on, whole: a repetition replaces, it never adds. A new budget is counted from what is remembered.
 *
 * <p><b>Evaluate</b> gets, through the only repartition, all totals of a budget. Their sum is judged against the
 * thresholds; what was announced is remembered, so each threshold of a period is announced once.
 *
 * <p>What is watched without a budget, {@link Counted} like one, takes the same way: the values of keys whose spend may be an
 * anomaly, and all usage, of which some may be missing.
 *
 * <p>Four global tables stand beside: the budgets themselves; the ids of every alert ever raised, read back from the
 * alerts topic; the statuses, for whoever asks this process; and what ingest reports about its sources. Records travel as bytes and are decoded in the
 * processors: what cannot be read is a dead letter, not an exception.
 */
public final class AlertsTopology {

    /** Global: budget id to budget. */
    public static final String BUDGETS = "budgets";

    /** Global: budget id to status. */
    public static final String STATUSES = "statuses";

    /** Global: the ids of every alert on the alerts topic. */
    static final String ALERT_LOG = "alert-log";

    static final String MINUTES = "minutes";
    static final String CELLS = "cells";
    static final String PARTIALS = "partials";
    static final String PENDING = "pending";
    static final String SEEDED = "seeded";
    static final String CONTRIBUTIONS = "contributions";
    static final String ANNOUNCED = "announced";
    static final String SCOPES = "scopes";
    static final String WATCHES = "watches";

    /** Global: source of ingest to its latest report. */
    static final String SOURCES = "sources";

    /** Name of the internal topic between the stages, behind the application id and before {@code -repartition}. */
    static final String REPARTITION = "budget-contributions";

    /** Small segments, so that compaction keeps up with the tombstones of expired entries. */
    private static final Map<String, String> CHANGELOG = Map.of("segment.bytes", "67108864");

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private AlertsTopology() {}

    /** @param streamsConfig the properties the topology will run with */
    public static Topology build(EvaluationSettings settings, Properties streamsConfig) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(streamsConfig)));
        AtomicLong budgetsVersion = new AtomicLong();
        addTables(builder, settings, budgetsVersion);

        builder.stream(settings.usageTopic(), consumed("usage-minutes"))
                .process(
                        () -> new MatchProcessor(settings, budgetsVersion),
                        Named.as("match"),
                        MINUTES,
                        CELLS,
                        PARTIALS,
                        PENDING,
                        SEEDED)
                .split(Named.as("matched"))
                .branch(
                        goesTo(Route.CONTRIBUTION),
                        Branched.withConsumer(
                                partials -> addEvaluation(partials, settings, budgetsVersion), "-contributions"))
                .branch(goesTo(Route.DEAD_LETTER), sink("-refused", "match-dead-letters", settings.deadLettersTopic()))
                .noDefaultBranch();
        // Behind the stages: a table before them would shift their numbers, by which the local state is found.
        builder.addGlobalStore(
                table(SOURCES),
                settings.sourcesTopic(),
                consumed("sources-table"),
                () -> new TableLoader(SOURCES, new AtomicLong()));
        return builder.build(streamsConfig);
    }

    private static void addEvaluation(
            KStream<byte[], Routed> contributions, EvaluationSettings settings, AtomicLong budgetsVersion) {
        unwrap(contributions, "contributions")
                .repartition(Repartitioned.with(BYTES, BYTES).withName(REPARTITION))
                .process(
                        () -> new EvaluateProcessor(settings, budgetsVersion),
                        Named.as("evaluate"),
                        CONTRIBUTIONS,
                        ANNOUNCED,
                        SCOPES,
                        WATCHES)
                .split(Named.as("evaluated"))
                .branch(goesTo(Route.ALERT), sink("-alerts", "alerts", settings.alertsTopic()))
                .branch(goesTo(Route.STATUS), sink("-statuses", "budget-statuses", settings.statusTopic()))
                .branch(
                        goesTo(Route.DEAD_LETTER),
                        sink("-refused", "evaluate-dead-letters", settings.deadLettersTopic()))
                .noDefaultBranch();
    }

    private static void addTables(StreamsBuilder builder, EvaluationSettings settings, AtomicLong budgetsVersion) {
        builder.addGlobalStore(
                table(BUDGETS),
                settings.budgetsTopic(),
                consumed("budgets-table"),
                () -> new TableLoader(BUDGETS, budgetsVersion));
        builder.addGlobalStore(
                table(STATUSES),
                settings.statusTopic(),
                consumed("statuses-table"),
                () -> new TableLoader(STATUSES, new AtomicLong()));
        builder.addGlobalStore(
                table(ALERT_LOG), settings.alertsTopic(), consumed("alert-log-table"), AlertLog.Loader::new);
        for (String name : new String[] {MINUTES, CELLS, CONTRIBUTIONS, ANNOUNCED, WATCHES}) {
            builder.addStateStore(logged(Stores.persistentKeyValueStore(name)));
        }
        // A changed minute touches several totals of each budget, most of them again before the next commit.
        builder.addStateStore(logged(Stores.persistentKeyValueStore(PARTIALS)).withCachingEnabled());
        for (String name : new String[] {PENDING, SEEDED, SCOPES}) {
            builder.addStateStore(logged(Stores.inMemoryKeyValueStore(name)));
        }
    }

    private static Predicate<byte[], Routed> goesTo(Route route) {
        return (key, routed) -> routed.route() == route;
    }

    private static KStream<byte[], byte[]> unwrap(KStream<byte[], Routed> routed, String name) {
        return routed.mapValues(Routed::wire, Named.as(name + "-bytes"));
    }

    private static Branched<byte[], Routed> sink(String branch, String name, String topic) {
        Produced<byte[], byte[]> produced =
                Produced.<byte[], byte[]>as(name + "-sink").withKeySerde(BYTES).withValueSerde(BYTES);
        return Branched.withConsumer(routed -> unwrap(routed, name).to(topic, produced), branch);
    }

    private static Consumed<byte[], byte[]> consumed(String name) {
        return Consumed.with(BYTES, BYTES).withName(name);
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> table(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), BYTES)
                .withLoggingDisabled();
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> logged(KeyValueBytesStoreSupplier supplier) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), BYTES).withLoggingEnabled(CHANGELOG);
    }
}
