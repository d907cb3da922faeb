package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.totals.CellId;
import io.bedrockmeter.metering.totals.TotalsBytes;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.TagSpend;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Differences that have been entered in the ledger but not yet sent to the totals, by minute and cell. They live in a
 * logged store, so that a crash between a commit and the next flush loses none; they are deleted in the transaction that
 * sends them, so that none is sent twice.
 */
final class PendingDeltas {

    /** Where flushed differences go. */
    interface Sink {
        void cell(byte[] cellId, byte[] delta);

        void tag(byte[] tagKeyValue, byte[] delta);
    }

    private record TagMinute(String tagKeyValue, long minuteMs) {}

    private final KeyValueStore<Bytes, byte[]> store;

    PendingDeltas(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Adds what one entry changes; {@code dimensions} are the encoded dimensions that {@code cellId} was made from. */
    void add(LedgerEntry entry, byte[] cellId, byte[] dimensions, long minuteMs) {
        Bytes key = Bytes.wrap(Deltas.pendingKey(minuteMs, cellId));
        byte[] change = TotalsBytes.of(entry);
        byte[] known = store.get(key);
        if (known == null) {
            store.put(key, Deltas.delta(minuteMs, change, dimensions));
        } else {
            byte[] sum = known.clone();
            TotalsBytes.add(sum, Deltas.totalsAt(), change, 0);
            store.put(key, sum);
        }
    }

    /** Sends and forgets everything. Returns how many cell differences were sent. */
    int flush(Sink sink) {
        Map<Bytes, byte[]> drained = drain();
        Map<TagMinute, byte[]> byTag = new LinkedHashMap<>();
        drained.forEach((key, delta) -> {
            if (!TotalsBytes.isZero(delta, Deltas.totalsAt())) {
                sink.cell(Deltas.pendingCellId(key.get()), delta);
                addToTags(byTag, delta);
            }
        });
        byTag.forEach((tag, totals) -> sink.tag(
                tag.tagKeyValue.getBytes(StandardCharsets.UTF_8), Deltas.delta(tag.minuteMs, totals, new byte[0])));
        drained.keySet().forEach(store::delete);
        return drained.size();
    }

    private Map<Bytes, byte[]> drain() {
        Map<Bytes, byte[]> drained = new HashMap<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> next = all.next();
                drained.put(next.key, next.value);
            }
        }
        return drained;
    }

    private static void addToTags(Map<TagMinute, byte[]> byTag, byte[] delta) {
        Dimensions dimensions = CellId.decode(Deltas.rest(delta), 0);
        long minuteMs = Deltas.minuteMs(delta);
        addTo(byTag, TagKey.of(TagSpend.WHOLE, TagSpend.WHOLE), minuteMs, delta);
        dimensions.tags().forEach((key, value) -> addTo(byTag, TagKey.of(key, value), minuteMs, delta));
    }

    private static void addTo(Map<TagMinute, byte[]> byTag, String tagKeyValue, long minuteMs, byte[] delta) {
        byte[] totals =
                byTag.computeIfAbsent(new TagMinute(tagKeyValue, minuteMs), none -> new byte[TotalsBytes.LENGTH]);
        TotalsBytes.add(totals, 0, delta, Deltas.totalsAt());
    }
}
