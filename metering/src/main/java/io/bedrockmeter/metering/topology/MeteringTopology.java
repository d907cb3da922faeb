package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.rating.Prices;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;
import org.apache.kafka.streams.state.QueryableStoreTypes;

/** Wires the stages together; the package description tells them in prose. */
public final class MeteringTopology {

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private final MeteringConfig config;
    private final KafkaSettings kafka;
    private final MeteringCounters counters;
    private final Progress progress;
    private final Windows windows;
    private final ReferenceTables references = new ReferenceTables();
    private final CommitPacer pacer;
    private final KnownCells cells = new KnownCells();

    public MeteringTopology(MeteringConfig config, KafkaSettings kafka, MeteringCounters counters, Progress progress) {
        this.config = config;
        this.kafka = kafka;
        this.counters = counters;
        this.progress = progress;
        this.windows = new Windows(config.zone());
        this.pacer = new CommitPacer(config.shortestCommitInterval());
    }

    /** Builds the topology; {@code properties} are the settings it will run with. */
    public Topology build(Properties properties) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        addReferenceTables(builder);
        KStream<byte[], byte[]> rated = addRateStage(builder);
        addCellStage(builder, rated);
        addTagStage(builder, rated);
        return builder.build(properties);
    }

    /** What an application that runs this topology has stored. */
    public StoredUsage stored(KafkaStreams streams) {
        return stored(
                name -> streams.store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore())));
    }

    /** How many cells are held in memory. */
    public int knownCells() {
        return cells.size();
    }

    /** List prices as this process knows them; nothing before the application runs. */
    public Prices prices() {
        return references;
    }

    /** What an application that runs this topology remembers of requests. */
    public StoredRequests requests(KafkaStreams streams) {
        return new StoredRequests(
                name -> streams.store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore())));
    }

    StoredUsage stored(StoredUsage.LocalStores stores) {
        return new StoredUsage(stores, cells);
    }

    private void addReferenceTables(StreamsBuilder builder) {
        ReferenceStage.add(builder, kafka.name(Topics.PROFILES), "profiles", references::putProfile);
        ReferenceStage.add(builder, kafka.name(Topics.PROJECTS), "projects", references::putProject);
        ReferenceStage.add(builder, kafka.name(Topics.RATE_CARDS), "rate-cards", references::putRateRecord);
    }

    private KStream<byte[], byte[]> addRateStage(StreamsBuilder builder) {
        RateProcessor.Inputs inputs = new RateProcessor.Inputs(
                kafka.name(Topics.INVOCATIONS), kafka.name(Topics.TAG_EVENTS), kafka.name(Topics.ADJUSTMENTS));
        builder.addStateStore(StateStores.byRequest(StateStores.REQUESTS, config));
        builder.addStateStore(StateStores.byRequest(StateStores.REVISIONS, config));
        builder.addStateStore(CommitHook.builder(StateStores.RATE_COMMIT));
        builder.addStateStore(StateStores.inMemory(StateStores.APPLIED));
        KStream<byte[], byte[]> rated = builder.stream(
                        inputs.topics(),
                        Consumed.with(BYTES, BYTES)
                                .withName("usage-source")
                                .withTimestampExtractor(new WallclockTimestampExtractor()))
                .process(
                        () -> new RateProcessor(inputs, config, windows, references, counters, progress, pacer),
                        Named.as("rate"),
                        StateStores.REQUESTS,
                        StateStores.REVISIONS,
                        StateStores.RATE_COMMIT,
                        StateStores.APPLIED);
        rated.to(kafka.name(Topics.LEDGER), to(StateStores.LEDGER_SINK));
        rated.to(kafka.name(Topics.DEAD_LETTERS), to(StateStores.DEAD_LETTER_SINK));
        return rated;
    }

    private void addCellStage(StreamsBuilder builder, KStream<byte[], byte[]> rated) {
        builder.addStateStore(StateStores.onDisk(StateStores.CELL_TOTALS));
        builder.addStateStore(StateStores.onDisk(StateStores.CELLS));
        builder.addStateStore(CommitHook.builder(StateStores.CELL_COMMIT));
        KStream<byte[], byte[]> published = rated.repartition(deltas("cell-deltas"))
                .process(
                        () -> new CellTotalsProcessor(config, windows, cells, counters, progress, pacer),
                        Named.as("cell-totals"),
                        StateStores.CELL_TOTALS,
                        StateStores.CELLS,
                        StateStores.CELL_COMMIT);
        for (Granularity granularity : Granularity.values()) {
            published.to(kafka.name(Topics.usage(granularity)), to(StateStores.usageSink(granularity)));
        }
    }

    private void addTagStage(StreamsBuilder builder, KStream<byte[], byte[]> rated) {
        builder.addStateStore(StateStores.onDisk(StateStores.TAG_TOTALS));
        builder.addStateStore(CommitHook.builder(StateStores.TAG_COMMIT));
        builder.addStateStore(StateStores.inMemory(StateStores.TAG_ROLLING));
        KStream<byte[], byte[]> published = rated.repartition(deltas("tag-deltas"))
                .process(
                        () -> new TagTotalsProcessor(config, windows, counters, progress, pacer),
                        Named.as("tag-totals"),
                        StateStores.TAG_TOTALS,
                        StateStores.TAG_COMMIT,
                        StateStores.TAG_ROLLING);
        published.to(kafka.name(Topics.SPEND_ROLLING), to(StateStores.SPEND_ROLLING_SINK));
        for (Granularity granularity : Granularity.values()) {
            published.to(kafka.name(Topics.spendByTag(granularity)), to(StateStores.spendSink(granularity)));
        }
    }

    private Repartitioned<byte[], byte[]> deltas(String name) {
        return Repartitioned.<byte[], byte[]>as(name)
                .withKeySerde(BYTES)
                .withValueSerde(BYTES)
                .withNumberOfPartitions(kafka.partitions())
                .withStreamPartitioner(Deltas.PARTITIONER);
    }

    private static Produced<byte[], byte[]> to(String sink) {
        return Produced.<byte[], byte[]>as(sink).withKeySerde(BYTES).withValueSerde(BYTES);
    }
}
