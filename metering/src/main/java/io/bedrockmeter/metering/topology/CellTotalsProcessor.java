package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.topology.WindowedTotals.Window;
import io.bedrockmeter.metering.totals.CellId;
import io.bedrockmeter.metering.totals.TotalsBytes;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.codec.UsageTotalMapping;
import io.bedrockmeter.schemas.model.Granularity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** Totals per cell: the usage topics. Remembers the dimensions of every cell id it meets. */
final class CellTotalsProcessor extends TotalsProcessor {

    private static final int MAX_REMEMBERED = 100_000;

    /** What the key and the value of a usage record take from the cell. */
    private record Texts(byte[] dimensions, byte[] id) {}

    private static final String[] SINKS =
            Arrays.stream(Granularity.values()).map(StateStores::usageSink).toArray(String[]::new);

    private final KnownCells known;
    private final AvroWriter writer = new AvroWriter();

    /** Cells that are in the store of this task for certain, so that it need not be asked. */
    private final Map<Bytes, Texts> met = new HashMap<>();

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
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        cells = context.getStateStore(StateStores.CELLS);
    }

    @Override
    void added(byte[] id, byte[] delta, long nowMs) {
        Bytes key = Bytes.wrap(id);
        if (!met.containsKey(key)) {
            remember(key, Deltas.rest(delta));
        }
    }

    private void remember(Bytes key, byte[] encoded) {
        if (cells.get(key) == null) {
            cells.put(key, encoded);
        }
        known.remember(key, encoded);
        if (met.size() >= MAX_REMEMBERED) {
            met.clear();
        }
        met.put(key, texts(key, encoded));
    }

    private static Texts texts(Bytes key, byte[] encoded) {
        return new Texts(encoded, CellId.text(key.get()).getBytes(StandardCharsets.US_ASCII));
    }

    private Texts textsOf(byte[] id) {
        Bytes key = Bytes.wrap(id);
        Texts texts = met.get(key);
        if (texts != null) {
            return texts;
        }
        byte[] stored = cells.get(key);
        if (stored == null) {
            throw new IllegalStateException("no dimensions for cell " + CellId.text(id));
        }
        return texts(key, stored);
    }

    @Override
    Publication publication(Window window, byte[] startText, long windowEndMs) {
        Granularity granularity = window.granularity();
        Texts texts = textsOf(window.id());
        byte[] value = UsageTotalMapping.encode(
                writer,
                granularity,
                window.startMs(),
                windowEndMs,
                out -> out.writeFixed(texts.dimensions()),
                out -> TotalsBytes.write(out, window.totals(), 0),
                window.revision(),
                window.updatedAtMs());
        return new Publication(SINKS[granularity.ordinal()], joined(startText, texts.id()), value);
    }
}
