package io.bedrockmeter.alerts.evaluation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What is remembered of each watched value: by scope, a byte for what is remembered, and the value. */
final class WatchStore {

    private final KeyValueStore<Bytes, byte[]> store;

    WatchStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    Optional<byte[]> find(ScopeKey scope, int what, String value) {
        return Optional.ofNullable(store.get(key(scope, what, value)));
    }

    void put(ScopeKey scope, int what, String value, byte[] state) {
        Bytes key = key(scope, what, value);
        if (!Arrays.equals(store.get(key), state)) {
            store.put(key, state);
        }
    }

    void delete(ScopeKey scope, int what, String value) {
        store.delete(key(scope, what, value));
    }

    /** Everything of one kind that is remembered of a scope. */
    void each(ScopeKey scope, int what, BiConsumer<String, byte[]> state) {
        Bytes prefix = key(scope, what, "");
        int length = prefix.get().length;
        try (KeyValueIterator<Bytes, byte[]> entries = store.prefixScan(prefix, new BytesSerializer())) {
            entries.forEachRemaining(entry -> state.accept(
                    new String(entry.key.get(), length, entry.key.get().length - length, StandardCharsets.UTF_8),
                    entry.value));
        }
    }

    void remove(ScopeKey scope) {
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.prefixScan(scope.toBytes(), new BytesSerializer())) {
            entries.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.forEach(store::delete);
    }

    private static Bytes key(ScopeKey scope, int what, String value) {
        byte[] before = scope.toBytes().get();
        byte[] of = value.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(before.length + 1 + of.length)
                .put(before)
                .put((byte) what)
                .put(of)
                .array());
    }
}
