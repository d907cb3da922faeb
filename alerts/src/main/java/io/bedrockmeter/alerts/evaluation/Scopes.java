package io.bedrockmeter.alerts.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The scopes a task evaluates, in memory and in the store behind it. */
final class Scopes {

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<ScopeKey, ScopeProgress> known = new LinkedHashMap<>();

    Scopes(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Reads the store back; before anything else. */
    void load() {
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> known.put(ScopeKey.of(entry.key), ScopeProgress.of(entry.value)));
        }
    }

    Optional<ScopeProgress> find(ScopeKey scope) {
        return Optional.ofNullable(known.get(scope));
    }

    void put(ScopeKey scope, ScopeProgress progress) {
        known.put(scope, progress);
        store.put(scope.toBytes(), progress.toBytes());
    }

    void remove(ScopeKey scope) {
        known.remove(scope);
        store.delete(scope.toBytes());
    }

    /** A copy: entries may be changed while it is walked. */
    List<Map.Entry<ScopeKey, ScopeProgress>> all() {
        return known.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .toList();
    }
}
