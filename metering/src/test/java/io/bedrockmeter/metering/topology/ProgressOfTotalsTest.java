package io.bedrockmeter.metering.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.totals.Cell;
import io.bedrockmeter.metering.totals.Cells;
import io.bedrockmeter.metering.totals.TotalsBytes;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/**
 * Both totals stages behind a rate stage that sends a difference and its mark in one go, as between two commits. Whenever
 * {@link Progress} claims that the mark is met, a query must find the difference in the stores.
 */
final class ProgressOfTotalsTest {

    private static final byte[] TAG = "Team=search".getBytes(StandardCharsets.UTF_8);
    private static final int WINDOWS = Granularity.values().length;

    private final Progress progress = new Progress();
    private final MeteringConfig config = MeteringConfig.defaults(MeteringHarness.temporaryFolder());
    private final List<String> looks = new ArrayList<>();

    @Test
    void a_mark_counts_as_met_only_when_a_query_finds_what_came_before_it() {
        long epoch = progress.request();
        try (TopologyTestDriver driver = new TopologyTestDriver(topology(epoch), settings(), MeteringHarness.NOW)) {

            driver.createInputTopic("calls", new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(new byte[0], new byte[0]);

            assertThat(looks)
                    .as("looks after the mark was taken in, and at every window that the commit publishes")
                    .hasSize(1 + 2 * WINDOWS)
                    .allMatch(look -> look.equals("not met"));
            assertThat(progress.complete(epoch, 1)).isTrue();
            assertThat(windows(driver, StateStores.CELL_TOTALS)).isEqualTo(WINDOWS);
            assertThat(windows(driver, StateStores.TAG_TOTALS)).isEqualTo(WINDOWS);
        }
    }

    private void look(long epoch) {
        looks.add(progress.complete(epoch, 1) ? "met" : "not met");
    }

    private static int windows(TopologyTestDriver driver, String name) {
        KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(name);
        int count = 0;
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            for (; all.hasNext(); all.next()) {
                count++;
            }
        }
        return count;
    }

    private Topology topology(long epoch) {
        Windows windows = new Windows(config.zone());
        MeteringCounters counters = new MeteringCounters();
        CommitPacer pacer = new CommitPacer(config.shortestCommitInterval());
        Topology topology = new Topology()
                .addSource("source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "calls")
                .addProcessor("rate", () -> new RateStage(epoch), "source")
                .addProcessor(
                        "cells",
                        () -> new CellTotalsProcessor(config, windows, new KnownCells(), counters, progress, pacer),
                        "rate")
                .addProcessor("tags", () -> new TagTotalsProcessor(config, windows, counters, progress, pacer), "rate")
                .addStateStore(StateStores.inMemory(StateStores.CELL_TOTALS), "cells")
                .addStateStore(StateStores.inMemory(StateStores.CELLS), "cells")
                .addStateStore(CommitHook.builder(StateStores.CELL_COMMIT), "cells")
                .addStateStore(StateStores.inMemory(StateStores.TAG_TOTALS), "tags")
                .addStateStore(StateStores.inMemory(StateStores.TAG_ROLLING), "tags")
                .addStateStore(CommitHook.builder(StateStores.TAG_COMMIT), "tags");
        for (Granularity granularity : Granularity.values()) {
            topology.addProcessor(StateStores.usageSink(granularity), () -> new Reader(epoch), "cells");
            topology.addProcessor(StateStores.spendSink(granularity), () -> new Reader(epoch), "tags");
        }
        return topology.addProcessor(StateStores.SPEND_ROLLING_SINK, Unread::new, "tags");
    }

    private Properties settings() {
        return StreamsSettings.of(
                config, new KafkaSettings("unused:9092", Topics.DEFAULT_PREFIX, 1, (short) 1, Map.of()));
    }

    /** Sends one difference to each stage, and its mark behind it. */
    private final class RateStage implements Processor<byte[], byte[], byte[], byte[]> {
        private final long epoch;
        private ProcessorContext<byte[], byte[]> context;

        RateStage(long epoch) {
            this.epoch = epoch;
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> newContext) {
            context = newContext;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            long nowMs = context.currentSystemTimeMs();
            Cell cell = new Cells().of(dimensions());
            byte[] oneRequest =
                    ByteBuffer.allocate(TotalsBytes.LENGTH).putLong(1).array();
            long minuteMs = nowMs / 60_000 * 60_000;
            send("cells", cell.id(), Deltas.delta(minuteMs, oneRequest, cell.dimensionsBytes()));
            send("tags", TAG, Deltas.delta(minuteMs, oneRequest, new byte[0]));
            byte[] mark = Deltas.marker(0, new Progress.Mark(epoch, nowMs, nowMs));
            send("cells", Deltas.markerKey(), mark);
            send("tags", Deltas.markerKey(), mark);
            look(epoch);
        }

        private void send(String stage, byte[] key, byte[] value) {
            context.forward(new Record<>(key, value, context.currentSystemTimeMs()), stage);
        }
    }

    /** Looks at the progress whenever a window is published, which is while a commit writes. */
    private final class Reader implements Processor<byte[], byte[], byte[], byte[]> {
        private final long epoch;

        Reader(long epoch) {
            this.epoch = epoch;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            look(epoch);
        }
    }

    private static Dimensions dimensions() {
        return new Dimensions(
                Map.of("Team", "search"),
                "111122223333",
                "us-east-1",
                Samples.MODEL,
                Samples.MODEL,
                "regional",
                "",
                "",
                "arn:aws:iam::111122223333:user/u",
                "Converse",
                "standard");
    }
}
