package io.bedrockmeter.alerts.evaluation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What each usage partition said last about each total of each scope; a total is their sum. */
final class Contributions {

    private static final int SWEEP_BATCH = 20_000;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Sweep sweep;

    Contributions(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        this.sweep = new Sweep(store, SWEEP_BATCH);
    }

    void put(ScopeKey scope, Contribution.Partial partial) {
        store.put(
                new SlotKey(scope, partial.slot()).contribution(partial.sourcePartition()),
                partial.spend().toBytes());
    }

    Spend total(ScopeKey scope, Slot slot) {
        Bytes prefix = new SlotKey(scope, slot).toBytes();
        int length = prefix.get().length + Integer.BYTES;
        Spend total = Spend.NONE;
        try (KeyValueIterator<Bytes, byte[]> parts = scan(prefix)) {
            while (parts.hasNext()) {
                KeyValue<Bytes, byte[]> part = parts.next();
                // A longer share may begin like this one.
                if (part.key.get().length == length) {
                    total = total.plus(Spend.of(part.value));
                }
            }
        }
        return total;
    }

    /** What each share of a period used. */
    Map<String, Spend> shares(ScopeKey scope, String instance, Instant start) {
        Map<String, Spend> shares = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> parts = scan(SlotKey.from(scope, Series.SHARE, instance, start))) {
            parts.forEachRemaining(part ->
                    shares.merge(SlotKey.ofContribution(part.key).slot().share(), Spend.of(part.value), Spend::plus));
        }
        return shares;
    }

    /** What each share used in the slots of a series that start in [from, to). */
    Map<String, Spend> shares(ScopeKey scope, Series series, String instance, Instant from, Instant to) {
        Map<String, Spend> shares = new TreeMap<>();
        each(scope, series, instance, from, to, (slot, spend) -> shares.merge(slot.share(), spend, Spend::plus));
        return shares;
    }

    /** The slots of a series with usage that start in [from, to), by start. */
    SortedMap<Instant, Spend> slots(ScopeKey scope, Series series, String instance, Instant from, Instant to) {
        SortedMap<Instant, Spend> slots = new TreeMap<>();
        each(scope, series, instance, from, to, (slot, spend) -> slots.merge(slot.start(), spend, Spend::plus));
        return slots;
    }

    /** The sum of the slots that start in [from, to). */
    Spend sum(ScopeKey scope, Series series, String instance, Instant from, Instant to) {
        return slots(scope, series, instance, from, to).values().stream().reduce(Spend.NONE, Spend::plus);
    }

    /** The starts of all periods with usage, by instance. */
    SortedMap<String, SortedSet<Instant>> periods(ScopeKey scope) {
        return starts(scope, Series.PERIOD);
    }

    /** The starts of all slots with usage, by instance. */
    SortedMap<String, SortedSet<Instant>> starts(ScopeKey scope, Series series) {
        SortedMap<String, SortedSet<Instant>> starts = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> parts = scan(SlotKey.prefix(scope, series))) {
            parts.forEachRemaining(part -> {
                Slot slot = SlotKey.ofContribution(part.key).slot();
                starts.computeIfAbsent(slot.instance(), instance -> new TreeSet<>())
                        .add(slot.start());
            });
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

    /** Forgets some of what ended at or before {@code floor}. */
    void sweep(BudgetBook book, Instant floor, Instant now) {
        Expiry expiry = new Expiry(floor, now);
        sweep.step((key, part) -> {
            SlotKey slot = SlotKey.ofContribution(key);
            return book.counted(slot.scope())
                    .map(counted -> counted.isOver(slot.slot(), expiry))
                    .orElseGet(() -> expiry.isOver(slot.slot().start()));
        });
    }

    private void each(
            ScopeKey scope, Series series, String instance, Instant from, Instant to, BiConsumer<Slot, Spend> part) {
        Bytes first = SlotKey.from(scope, series, instance, from);
        Bytes last = SlotKey.from(scope, series, instance, to);
        try (KeyValueIterator<Bytes, byte[]> parts = store.range(first, last)) {
            while (parts.hasNext()) {
                KeyValue<Bytes, byte[]> entry = parts.next();
                Slot slot = SlotKey.ofContribution(entry.key).slot();
                if (slot.start().isBefore(to)) {
                    part.accept(slot, Spend.of(entry.value));
                }
            }
        }
    }

    private KeyValueIterator<Bytes, byte[]> scan(Bytes prefix) {
        return store.prefixScan(prefix, new BytesSerializer());
    }
}
