package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.metering.totals.CellId;
import io.bedrockmeter.metering.totals.TotalsBytes;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads cells and their windows from the local stores. Thread-safe. */
public final class StoredUsage {

    /** Where stores are, by name. */
    interface LocalStores {
        ReadOnlyKeyValueStore<Bytes, byte[]> get(String name);
    }

    private final LocalStores stores;
    private final KnownCells known;

    StoredUsage(LocalStores stores, KnownCells known) {
        this.stores = stores;
        this.known = known;
    }

    /**
     * Hands over windows that start in {@code [from, to)}, one by one as they are read; windows in which everything was
     * taken back are left out. What {@code into} throws ends it.
     */
    public void rows(Granularity granularity, Instant from, Instant to, Consumer<UsageRow> into) {
        ReadOnlyKeyValueStore<Bytes, byte[]> cells = stores.get(StateStores.CELLS);
        Bytes first = WindowKey.from(granularity, from.toEpochMilli());
        Bytes end = WindowKey.from(granularity, to.toEpochMilli());
        Starts starts = new Starts();
        try (KeyValueIterator<Bytes, byte[]> range =
                stores.get(StateStores.CELL_TOTALS).range(first, end)) {
            while (range.hasNext()) {
                KeyValue<Bytes, byte[]> window = range.next();
                if (!TotalsBytes.isZero(window.value, 0)) {
                    into.accept(new UsageRow(
                            starts.of(WindowKey.startMs(window.key)),
                            dimensions(cells, Bytes.wrap(WindowKey.id(window.key))),
                            TotalsBytes.read(window.value, 0)));
                }
            }
        }
    }

    private Dimensions dimensions(ReadOnlyKeyValueStore<Bytes, byte[]> cells, Bytes id) {
        Dimensions dimensions = known.get(id);
        if (dimensions != null) {
            return dimensions;
        }
        byte[] encoded = cells.get(id);
        if (encoded == null) {
            throw new IllegalStateException("no dimensions for cell " + CellId.text(id.get()));
        }
        return known.remember(id, encoded);
    }

    /** Windows come in order of time: one instant serves many rows. */
    private static final class Starts {
        private long lastMs;
        private Instant last = Instant.EPOCH;

        Instant of(long startMs) {
            if (startMs != lastMs) {
                lastMs = startMs;
                last = Instant.ofEpochMilli(startMs);
            }
            return last;
        }
    }
}
