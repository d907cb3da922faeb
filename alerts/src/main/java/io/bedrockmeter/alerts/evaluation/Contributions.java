package io.bedrockmeter.alerts.evaluation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What each usage partition said last about each period of each scope; a total is their sum. */
final class Contributions {

    private static final int SWEEP_BATCH = 20_000;
    /** Longer than any period: bounds how long the totals of a scope that nobody lists are kept. */
    private static final Duration LONGEST_PERIOD = Duration.ofDays(367);

    private final KeyValueStore<Bytes, byte[]> store;
    private final Sweep sweep;

    Contributions(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        this.sweep = new Sweep(store, SWEEP_BATCH);
    }

    void put(ScopeKey scope, Contribution.Partial partial) {
        store.put(
                scope.contribution(partial.windowStart(), partial.sourcePartition()),
                partial.spend().toBytes());
    }

    Spend total(ScopeKey scope, Instant windowStart) {
        Spend total = Spend.NONE;
        try (KeyValueIterator<Bytes, byte[]> parts = scan(scope.window(windowStart))) {
            while (parts.hasNext()) {
                total = total.plus(Spend.of(parts.next().value));
            }
        }
        return total;
    }

    /** The starts of all periods with usage. */
    SortedSet<Instant> windows(ScopeKey scope) {
        SortedSet<Instant> starts = new TreeSet<>();
        try (KeyValueIterator<Bytes, byte[]> parts = scan(scope.toBytes())) {
            parts.forEachRemaining(part -> starts.add(ScopeKey.windowStart(part.key)));
        }
        return starts;
    }

    void remove(ScopeKey scope) {
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> parts = scan(scope.toBytes())) {
            while (parts.hasNext()) {
                KeyValue<Bytes, byte[]> part = parts.next();
                keys.add(part.key);
            }
        }
        keys.forEach(store::delete);
    }

    /** Forgets some of the periods that ended at or before {@code floor}. */
    void sweep(BudgetBook book, Instant floor) {
        sweep.step((key, part) -> {
            Instant start = ScopeKey.windowStart(key);
            Instant end = book.find(ScopeKey.of(key))
                    .map(budget -> budget.windowAt(start).end())
                    .orElse(start.plus(LONGEST_PERIOD));
            return !end.isAfter(floor);
        });
    }

    private KeyValueIterator<Bytes, byte[]> scan(Bytes prefix) {
        return store.prefixScan(prefix, new BytesSerializer());
    }
}
