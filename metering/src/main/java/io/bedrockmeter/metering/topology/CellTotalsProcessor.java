package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.topology.WindowedTotals.Window;
import io.bedrockmeter.metering.totals.CellId;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** Totals per cell: the usage topics. Remembers the dimensions of every cell id it meets. */
final class CellTotalsProcessor extends TotalsProcessor {

    private static final int MAX_REMEMBERED = 100_000;

    private final Map<Granularity, Topic<UsageTotal>> topics = new EnumMap<>(Granularity.class);
    private final KnownCells known;

    /** Cells that are in the store of this task for certain, so that it need not be asked. */
    private final Map<Bytes, Dimensions> dimensions = new HashMap<>();

    private KeyValueStore<Bytes, byte[]> cells;

    @SuppressWarnings("NullAway.Init") // cells is set by init before anything else is called
    CellTotalsProcessor(
            MeteringConfig config,
            Windows windows,
            KnownCells known,
            MeteringCounters counters,
            Progress progress,
            CommitPacer pacer) {
        super(
                Progress.Stage.CELLS,
                StateStores.CELL_TOTALS,
                StateStores.CELL_COMMIT,
                windows,
                config.retention(),
                counters,
                progress,
                pacer);
        this.known = known;
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
        if (!dimensions.containsKey(key)) {
            remember(key, Deltas.rest(delta));
        }
    }

    private void remember(Bytes key, byte[] encoded) {
        if (cells.get(key) == null) {
            cells.put(key, encoded);
        }
        if (dimensions.size() >= MAX_REMEMBERED) {
            dimensions.clear();
        }
        dimensions.put(key, known.remember(key, encoded));
    }

    private Dimensions dimensionsOf(byte[] id) {
        Bytes key = Bytes.wrap(id);
        Dimensions met = dimensions.get(key);
        if (met == null) {
            byte[] stored = cells.get(key);
            if (stored == null) {
                throw new IllegalStateException("no dimensions for cell " + CellId.text(id));
            }
            met = known.remember(key, stored);
        }
        return met;
    }

    @Override
    Publication publication(Window window, long windowEndMs) {
        Granularity granularity = window.granularity();
        Topic<UsageTotal> topic = topics.get(granularity);
        Instant start = Instant.ofEpochMilli(window.startMs());
        if (topic == null) {
            throw new IllegalStateException("no topic for " + granularity);
        }
        UsageTotal total = new UsageTotal(
                granularity,
                start,
                Instant.ofEpochMilli(windowEndMs),
                dimensionsOf(window.id()),
                window.totals(),
                window.revision(),
                Instant.ofEpochMilli(window.updatedAtMs()));
        return new Publication(
                StateStores.usageSink(granularity),
                start + "|" + CellId.text(window.id()),
                topic.codec().encode(total));
    }
}
