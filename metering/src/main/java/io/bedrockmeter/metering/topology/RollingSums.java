package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.totals.TotalsBytes;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.Totals;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Sums over the running minute and the 4, 59 and 1,439 minutes before it, per id. A difference is added to the windows that
 * hold its minute; when the clock reaches a new minute, that minute enters and the ones that fell behind leave, with what
 * the minute totals say of them. So each sum always equals the sum of its minutes, however late they are corrected.
 *
 * <p>Stored as {@code end of the windows (8), newest minute met (8)} and three totals. An id is forgotten when its newest
 * minute has left the longest window.
 */
final class RollingSums {

    /** Minutes in each window. */
    static final int[] LENGTHS = {5, 60, 1_440};

    private static final int LONGEST = LENGTHS[LENGTHS.length - 1];
    private static final int NEWEST_AT = Long.BYTES;
    private static final int SUMS_AT = 2 * Long.BYTES;
    private static final int VALUE_LENGTH = SUMS_AT + LENGTHS.length * TotalsBytes.LENGTH;

    private final KeyValueStore<Bytes, byte[]> store;
    private final BiFunction<byte[], Long, byte @Nullable []> minuteTotals;

    /** Sums of one id. */
    record Rolling(byte[] id, Totals last5m, Totals last1h, Totals last24h) {}

    /**
     * Rolling sums in a store.
     *
     * @param minuteTotals the totals of an id in the minute that starts at a time, null when it has none
     */
    RollingSums(KeyValueStore<Bytes, byte[]> store, BiFunction<byte[], Long, byte @Nullable []> minuteTotals) {
        this.store = store;
        this.minuteTotals = minuteTotals;
    }

    /** Adds a difference whose minute totals have been updated already; nothing happens to one older than every window. */
    boolean add(byte[] id, byte[] delta, long nowMs) {
        long minuteMs = Deltas.minuteMs(delta);
        Bytes key = Bytes.wrap(id);
        byte[] known = store.get(key);
        long endMs = known == null ? endOfMinute(nowMs) : ByteBuffer.wrap(known).getLong();
        if (minuteMs < endMs - LONGEST * Windows.MINUTE_MS) {
            return false;
        }
        byte[] value = known == null ? empty(endMs) : known.clone();
        ByteBuffer numbers = ByteBuffer.wrap(value);
        numbers.putLong(NEWEST_AT, Math.max(numbers.getLong(NEWEST_AT), minuteMs));
        for (int i = 0; i < LENGTHS.length; i++) {
            if (minuteMs < endMs && minuteMs >= endMs - LENGTHS[i] * Windows.MINUTE_MS) {
                TotalsBytes.add(value, sumAt(i), delta, Deltas.totalsAt());
            }
        }
        store.put(key, value);
        return true;
    }

    /** Moves every window to the minute of {@code nowMs}. Returns the ids whose windows moved, with their sums. */
    List<Rolling> advance(long nowMs) {
        long endMs = endOfMinute(nowMs);
        List<KeyValue<Bytes, byte[]>> behind = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> each = all.next();
                if (ByteBuffer.wrap(each.value).getLong() < endMs) {
                    behind.add(each);
                }
            }
        }
        List<Rolling> moved = new ArrayList<>(behind.size());
        for (KeyValue<Bytes, byte[]> each : behind) {
            byte[] value = advanced(each.key.get(), each.value, endMs);
            boolean over = ByteBuffer.wrap(value).getLong(NEWEST_AT) < endMs - LONGEST * Windows.MINUTE_MS;
            store.put(each.key, over ? null : value);
            moved.add(rolling(each.key.get(), value));
        }
        return moved;
    }

    /** The sums of an id, all zero when it is not known. */
    Rolling get(byte[] id, long nowMs) {
        byte[] value = store.get(Bytes.wrap(id));
        return rolling(id, value == null ? empty(endOfMinute(nowMs)) : value);
    }

    private byte[] advanced(byte[] id, byte[] known, long endMs) {
        byte[] value = known.clone();
        ByteBuffer numbers = ByteBuffer.wrap(value);
        long oldEndMs = numbers.getLong(0);
        for (int i = 0; i < LENGTHS.length; i++) {
            long lengthMs = LENGTHS[i] * Windows.MINUTE_MS;
            long entered = Math.max(oldEndMs, endMs - lengthMs);
            for (long minute = entered; minute < endMs; minute += Windows.MINUTE_MS) {
                change(value, i, minuteTotals.apply(id, minute), false);
            }
            long left = Math.min(oldEndMs, endMs - lengthMs);
            for (long minute = oldEndMs - lengthMs; minute < left; minute += Windows.MINUTE_MS) {
                change(value, i, minuteTotals.apply(id, minute), true);
            }
        }
        numbers.putLong(0, endMs);
        return value;
    }

    private static void change(byte[] value, int window, byte @Nullable [] minute, boolean leaves) {
        if (minute != null) {
            TotalsBytes.add(value, sumAt(window), leaves ? TotalsBytes.negated(minute) : minute, 0);
        }
    }

    private static Rolling rolling(byte[] id, byte[] value) {
        return new Rolling(
                id,
                TotalsBytes.read(value, sumAt(0)),
                TotalsBytes.read(value, sumAt(1)),
                TotalsBytes.read(value, sumAt(2)));
    }

    private static byte[] empty(long endMs) {
        return ByteBuffer.allocate(VALUE_LENGTH).putLong(endMs).array();
    }

    private static int sumAt(int window) {
        return SUMS_AT + window * TotalsBytes.LENGTH;
    }

    private static long endOfMinute(long nowMs) {
        return (Math.floorDiv(nowMs, Windows.MINUTE_MS) + 1) * Windows.MINUTE_MS;
    }
}
