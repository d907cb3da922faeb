package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.totals.TotalsBytes;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.Granularity;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Totals of every window of every id in a store. Windows that changed wait on the heap until the next commit writes and
 * publishes them.
 *
 * <p>Values are {@code totals (160), revision (8), updated at (8)}.
 */
final class WindowedTotals {

    /** One window as stored; {@code totals} begins with {@link TotalsBytes}. */
    record Window(Granularity granularity, long startMs, byte[] id, byte[] totals, long revision, long updatedAtMs) {}

    /** Windows that changed lately are held, so that the next difference finds them without a look at the disk. */
    private static final int KEPT = 20_000;

    private static final Granularity[] GRANULARITIES = Granularity.values();
    private static final int REVISION_AT = TotalsBytes.LENGTH;
    private static final int UPDATED_AT = REVISION_AT + Long.BYTES;
    private static final int VALUE_LENGTH = UPDATED_AT + Long.BYTES;

    private final KeyValueStore<Bytes, byte[]> store;
    private final WriteBack totals;
    private final Windows windows;
    private final Map<Granularity, Duration> retention;

    WindowedTotals(KeyValueStore<Bytes, byte[]> store, Windows windows, Map<Granularity, Duration> retention) {
        this.store = store;
        this.totals = new WriteBack(store, KEPT);
        this.windows = windows;
        this.retention = new EnumMap<>(Granularity.class);
        this.retention.putAll(retention);
    }

    /**
     * Adds a difference to the minute, hour, day and month that hold it. Windows beyond their retention are left out.
     *
     * @return how many windows were left out
     */
    int add(byte[] id, byte[] delta, long nowMs) {
        long minuteMs = Deltas.minuteMs(delta);
        int expired = 0;
        for (Granularity granularity : GRANULARITIES) {
            long startMs = windows.start(granularity, minuteMs);
            if (startMs < horizonMs(granularity, nowMs)) {
                expired++;
            } else {
                addTo(WindowKey.of(granularity, startMs, id), delta, nowMs);
            }
        }
        return expired;
    }

    private void addTo(Bytes key, byte[] delta, long nowMs) {
        byte[] sum = totals.change(key);
        if (sum == null) {
            sum = new byte[VALUE_LENGTH];
            totals.put(key, sum);
        }
        TotalsBytes.add(sum, 0, delta, Deltas.totalsAt());
        ByteBuffer value = ByteBuffer.wrap(sum);
        value.putLong(REVISION_AT, value.getLong(REVISION_AT) + 1);
        value.putLong(UPDATED_AT, nowMs);
    }

    /** The stored totals of an id in the minute that starts at {@code startMs}; null when there are none. */
    byte @Nullable [] minute(byte[] id, long startMs) {
        return totals.get(WindowKey.of(Granularity.MINUTE, startMs, id));
    }

    boolean hasChanged() {
        return !totals.isEmpty();
    }

    /** Writes the windows that changed since the last call, and tells {@code publisher} each. */
    void write(Consumer<Window> publisher) {
        totals.flush((key, value) -> publisher.accept(window(key, value)));
    }

    /**
     * Deletes windows beyond their retention, at most {@code limit} of them.
     *
     * @return how many were deleted
     */
    int expire(long nowMs, int limit) {
        List<Bytes> expired = new ArrayList<>();
        for (Granularity granularity : GRANULARITIES) {
            Bytes from = WindowKey.from(granularity, 0);
            Bytes to = WindowKey.from(granularity, Math.max(0, horizonMs(granularity, nowMs)));
            try (KeyValueIterator<Bytes, byte[]> old = store.range(from, to)) {
                while (old.hasNext() && expired.size() < limit) {
                    expired.add(old.next().key);
                }
            }
        }
        expired.forEach(totals::delete);
        return expired.size();
    }

    private static Window window(Bytes key, byte[] value) {
        ByteBuffer numbers = ByteBuffer.wrap(value);
        return new Window(
                WindowKey.granularity(key),
                WindowKey.startMs(key),
                WindowKey.id(key),
                value,
                numbers.getLong(REVISION_AT),
                numbers.getLong(UPDATED_AT));
    }

    private long horizonMs(Granularity granularity, long nowMs) {
        Duration kept = retention.get(granularity);
        return kept == null ? Long.MIN_VALUE : nowMs - kept.toMillis();
    }
}
