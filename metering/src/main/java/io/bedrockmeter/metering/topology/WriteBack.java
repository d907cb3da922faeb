package io.bedrockmeter.metering.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What was put into a store since the last commit, on the heap: a key that changes many times between two commits is written
 * to disk and changelog once. Must be {@link #flush flushed} in every commit and before the store is iterated. Keeps some of
 * what was written last as well, because what changed lately often changes again; nobody else may write to the store then.
 * Not thread-safe.
 */
final class WriteBack {

    private final KeyValueStore<Bytes, byte[]> store;
    private final int kept;
    private Map<Bytes, byte[]> dirty = new HashMap<>();

    /** Written values in two generations: when the newer one is full it becomes the older one. */
    private Map<Bytes, byte[]> newer = new HashMap<>();

    private Map<Bytes, byte[]> older = new HashMap<>();

    /** Keeps nothing that is written. */
    WriteBack(KeyValueStore<Bytes, byte[]> store) {
        this(store, 0);
    }

    /**
     * Keeps written values.
     *
     * @param kept how many at least, as far as there are; at most a commit's and twice as many are held
     */
    WriteBack(KeyValueStore<Bytes, byte[]> store, int kept) {
        this.store = store;
        this.kept = kept;
    }

    /** The value of a key, never to be changed by the caller. */
    byte @Nullable [] get(Bytes key) {
        byte[] value = dirty.get(key);
        return value != null ? value : written(key);
    }

    /** The value of a key for the caller to change until the next flush; null when there is none. */
    byte @Nullable [] change(Bytes key) {
        byte[] value = dirty.get(key);
        if (value != null) {
            return value;
        }
        byte[] written = written(key);
        if (written == null) {
            return null;
        }
        byte[] own = written.clone();
        dirty.put(key, own);
        return own;
    }

    private byte @Nullable [] written(Bytes key) {
        if (kept > 0) {
            byte[] value = newer.get(key);
            if (value == null) {
                value = older.get(key);
            }
            if (value != null) {
                return value;
            }
        }
        return store.get(key);
    }

    void put(Bytes key, byte[] value) {
        dirty.put(key, value);
    }

    /** Deletes everywhere. */
    void delete(Bytes key) {
        dirty.remove(key);
        newer.remove(key);
        older.remove(key);
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
        if (dirty.isEmpty()) {
            return;
        }
        List<KeyValue<Bytes, byte[]>> all = new ArrayList<>(dirty.size());
        dirty.forEach((key, value) -> all.add(new KeyValue<>(key, value)));
        store.putAll(all);
        all.forEach(each -> observer.accept(each.key, each.value));
        keep();
    }

    private void keep() {
        if (kept == 0) {
            dirty.clear();
            return;
        }
        if (newer.size() >= kept) {
            older = newer;
            newer = dirty;
            dirty = new HashMap<>();
        } else {
            newer.putAll(dirty);
            dirty.clear();
        }
    }

    /** Writes what waits. */
    void flush() {
        flush((key, value) -> {});
    }
}
