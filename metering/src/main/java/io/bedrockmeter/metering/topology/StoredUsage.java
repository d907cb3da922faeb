package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.metering.topology.WindowedTotals.Window;
import io.bedrockmeter.metering.totals.CellId;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads cells and their windows from the local stores of a running application. */
public final class StoredUsage {

    private final KafkaStreams streams;

    public StoredUsage(KafkaStreams streams) {
        this.streams = streams;
    }

    /** Windows that start in {@code [from, to)}; cells without any request are left out. */
    public List<UsageRow> rows(Granularity granularity, Instant from, Instant to) {
        ReadOnlyKeyValueStore<Bytes, byte[]> totals = store(StateStores.CELL_TOTALS);
        ReadOnlyKeyValueStore<Bytes, byte[]> cells = store(StateStores.CELLS);
        Map<Bytes, Dimensions> known = new HashMap<>();
        List<UsageRow> rows = new ArrayList<>();
        Bytes first = WindowKey.from(granularity, from.toEpochMilli());
        Bytes end = WindowKey.from(granularity, to.toEpochMilli());
        try (KeyValueIterator<Bytes, byte[]> range = totals.range(first, end)) {
            while (range.hasNext()) {
                Window window = WindowedTotals.window(range.next());
                Dimensions dimensions = known.computeIfAbsent(Bytes.wrap(window.id()), id -> dimensions(cells, id));
                rows.add(new UsageRow(Instant.ofEpochMilli(window.startMs()), dimensions, window.totals()));
            }
        }
        rows.removeIf(
                row -> row.totals().requests() == 0 && row.totals().quantities().isZero());
        return rows;
    }

    private static Dimensions dimensions(ReadOnlyKeyValueStore<Bytes, byte[]> cells, Bytes id) {
        byte[] bytes = cells.get(id);
        if (bytes == null) {
            throw new IllegalStateException("no dimensions for cell " + CellId.text(id.get()));
        }
        return CellId.decode(bytes, 0);
    }

    private ReadOnlyKeyValueStore<Bytes, byte[]> store(String name) {
        return streams.store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore()));
    }
}
