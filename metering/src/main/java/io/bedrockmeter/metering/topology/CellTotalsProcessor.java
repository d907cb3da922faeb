package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.topology.WindowedTotals.Window;
import io.bedrockmeter.metering.totals.CellId;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** Totals per cell: the usage topics. Remembers the dimensions of every cell id it meets. */
final class CellTotalsProcessor extends TotalsProcessor {

    private final Map<Granularity, Topic<UsageTotal>> topics = new EnumMap<>(Granularity.class);
    private KeyValueStore<Bytes, byte[]> cells;

    @SuppressWarnings("NullAway.Init") // cells is set by init before anything else is called
    CellTotalsProcessor(MeteringConfig config, Windows windows, MeteringCounters counters, Progress progress) {
        super(
                Progress.Stage.CELLS,
                StateStores.CELL_TOTALS,
                StateStores.CELL_CHANGES,
                windows,
                config.retention(),
                config.emitInterval(),
                counters,
                progress);
        for (Granularity granularity : Granularity.values()) {
            topics.put(granularity, Topics.usage(granularity));
        }
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        cells = context.getStateStore(StateStores.CELLS);
    }

    @Override
    void added(byte[] id, byte[] delta, long nowMs) {
        Bytes key = Bytes.wrap(id);
        if (cells.get(key) == null) {
            cells.put(key, Deltas.rest(delta));
        }
    }

    @Override
    Publication publication(Window window, long windowEndMs) {
        Granularity granularity = window.granularity();
        Topic<UsageTotal> topic = topics.get(granularity);
        Instant start = Instant.ofEpochMilli(window.startMs());
        byte[] dimensions = cells.get(Bytes.wrap(window.id()));
        if (topic == null || dimensions == null) {
            throw new IllegalStateException("no dimensions for cell " + CellId.text(window.id()));
        }
        UsageTotal total = new UsageTotal(
                granularity,
                start,
                Instant.ofEpochMilli(windowEndMs),
                CellId.decode(dimensions, 0),
                window.totals(),
                window.revision(),
                Instant.ofEpochMilli(window.updatedAtMs()));
        return new Publication(
                StateStores.usageSink(granularity),
                start + "|" + CellId.text(window.id()),
                topic.codec().encode(total));
    }
}
