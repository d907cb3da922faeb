package io.bedrockmeter.metering.topology;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What was put into a store since the last commit, on the heap: a key that changes many times between two commits is written
 * to disk and changelog once. Must be {@link #flush flushed} in every commit and before the store is iterated. Not
 * thread-safe.
 */
final class WriteBack {

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<Bytes, byte[]> dirty = new HashMap<>();

    WriteBack(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    byte @Nullable [] get(Bytes key) {
        byte[] value = dirty.get(key);
        return value != null ? value : store.get(key);
    }

    void put(Bytes key, byte[] value) {
        dirty.put(key, value);
    }

    /** Deletes from both. */
    void delete(Bytes key) {
        dirty.remove(key);
        store.delete(key);
    }

    /** Keys that wait to be written. */
    int size() {
        return dirty.size();
    }

    boolean isEmpty() {
        return dirty.isEmpty();
    }

    /** Writes what waits, telling {@code observer} each key and value. */
    void flush(BiConsumer<Bytes, byte[]> observer) {
        dirty.forEach((key, value) -> {
            store.put(key, value);
            observer.accept(key, value);
        });
        dirty.clear();
    }

    /** Writes what waits. */
    void flush() {
        flush((key, value) -> {});
    }
}
