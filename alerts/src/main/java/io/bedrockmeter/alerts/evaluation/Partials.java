package io.bedrockmeter.alerts.evaluation;

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
 * What one usage partition adds to each total of each budget, and which of these changed since they were last
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

    /** Adds to a total. */
    void add(Bytes key, Spend change) {
        byte[] known = totals.get(key);
        totals.put(key, (known == null ? change : Spend.of(known).plus(change)).toBytes());
    }

    /** Marks a total as changed. */
    void mark(Bytes key) {
        if (marked.add(key)) {
            pending.put(key, MARK);
        }
    }

    /** Marks all totals of a scope as changed. */
    void markAllChanged(ScopeKey scope) {
        keysOf(scope).forEach(this::mark);
    }

    /** Sends every changed total, scope by scope, and forgets the marks. */
    void drain(BiConsumer<SlotKey, Spend> changed) {
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> marks = pending.all()) {
            marks.forEachRemaining(mark -> keys.add(mark.key));
        }
        for (Bytes key : keys) {
            Optional.ofNullable(totals.get(key))
                    .map(Spend::of)
                    .ifPresent(spend -> changed.accept(SlotKey.of(key), spend));
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

    /** Forgets some of what ended at or before {@code floor}, and of scopes that are no longer in force. */
    void sweep(BudgetBook book, Instant floor, Instant now) {
        Expiry expiry = new Expiry(floor, now);
        sweep.step((key, total) -> {
            SlotKey slot = SlotKey.of(key);
            return book.counted(slot.scope())
                    .map(counted -> counted.isOver(slot.slot(), expiry))
                    .orElse(true);
        });
    }

    private List<Bytes> keysOf(ScopeKey scope) {
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = totals.prefixScan(scope.toBytes(), new BytesSerializer())) {
            entries.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }
}
