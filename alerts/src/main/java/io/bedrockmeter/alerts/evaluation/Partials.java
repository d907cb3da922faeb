package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.BudgetWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What one usage partition adds to each period of each budget, and which of these totals changed since they were last
 * sent. The marks are in a store of their own, so what was not yet sent before a crash is sent after it.
 */
final class Partials {

    private static final int SWEEP_BATCH = 5_000;
    private static final byte[] MARK = {1};

    private final KeyValueStore<Bytes, byte[]> totals;
    private final KeyValueStore<Bytes, byte[]> pending;
    private final Set<Bytes> marked = new HashSet<>();
    private final Sweep sweep;

    Partials(KeyValueStore<Bytes, byte[]> totals, KeyValueStore<Bytes, byte[]> pending) {
        this.totals = totals;
        this.pending = pending;
        this.sweep = new Sweep(totals, SWEEP_BATCH);
    }

    /** Adds to a period. */
    void add(ScopeKey scope, BudgetWindow window, Spend change) {
        Bytes key = scope.window(window.start());
        byte[] known = totals.get(key);
        totals.put(key, (known == null ? change : Spend.of(known).plus(change)).toBytes());
    }

    /** Marks a period as changed. */
    void markChanged(ScopeKey scope, BudgetWindow window) {
        mark(scope.window(window.start()));
    }

    /** Marks all periods of a scope as changed. */
    void markAllChanged(ScopeKey scope) {
        keysOf(scope).forEach(this::mark);
    }

    /** Sends every changed total, scope by scope in order of periods, and forgets the marks. */
    void drain(BiConsumer<Bytes, Spend> changed) {
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> marks = pending.all()) {
            marks.forEachRemaining(mark -> keys.add(mark.key));
        }
        for (Bytes key : keys) {
            Optional.ofNullable(totals.get(key)).map(Spend::of).ifPresent(spend -> changed.accept(key, spend));
            pending.delete(key);
        }
        marked.clear();
    }

    /** Forgets a scope. */
    void remove(ScopeKey scope) {
        for (Bytes key : keysOf(scope)) {
            totals.delete(key);
            pending.delete(key);
            marked.remove(key);
        }
    }

    /** Forgets some of the periods that ended at or before {@code floor}, and of scopes that are no longer in force. */
    void sweep(BudgetBook book, Instant floor) {
        sweep.step((key, total) -> book.find(ScopeKey.of(key))
                .map(budget -> !budget.windowAt(ScopeKey.windowStart(key)).end().isAfter(floor))
                .orElse(true));
    }

    private void mark(Bytes key) {
        if (marked.add(key)) {
            pending.put(key, MARK);
        }
    }

    private List<Bytes> keysOf(ScopeKey scope) {
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = totals.prefixScan(scope.toBytes(), new BytesSerializer())) {
            entries.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }
}
