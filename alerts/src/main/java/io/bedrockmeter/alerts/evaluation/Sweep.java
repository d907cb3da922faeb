package io.bedrockmeter.alerts.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Deletes what has expired from a store, a bounded number of entries at a time, round and round. */
final class Sweep {

    private final KeyValueStore<Bytes, byte[]> store;
    private final int batch;
    private Bytes position = Bytes.wrap(new byte[0]);

    Sweep(KeyValueStore<Bytes, byte[]> store, int batch) {
        this.store = store;
        this.batch = batch;
    }

    /** Looks at the next entries and deletes the expired ones. */
    void step(BiPredicate<Bytes, byte[]> expired) {
        List<Bytes> gone = new ArrayList<>();
        int looked = 0;
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(position, null)) {
            for (; looked < batch && entries.hasNext(); looked++) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                position = entry.key;
                if (expired.test(entry.key, entry.value)) {
                    gone.add(position);
                }
            }
        }
        gone.forEach(store::delete);
        if (looked < batch) {
            position = Bytes.wrap(new byte[0]);
        }
    }

    /** For a store whose oldest entries come first: deletes from the start and stops at the first that is not expired. */
    void stepFromOldest(Predicate<Bytes> expired) {
        List<Bytes> gone = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            while (gone.size() < batch && entries.hasNext()) {
                Bytes key = entries.next().key;
                if (!expired.test(key)) {
                    break;
                }
                gone.add(key);
            }
        }
        gone.forEach(store::delete);
    }
}
