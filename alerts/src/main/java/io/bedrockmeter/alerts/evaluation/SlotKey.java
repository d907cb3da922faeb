package io.bedrockmeter.alerts.evaluation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;

/**
 * Store keys of totals: the scope, the series, the length of the instance and the instance, the start of the slot, the
 * share, and for a contribution the source partition. Fixed-width and big-endian where it is a number, so that the totals
 * of a scope, a series, an instance and a span of time are ranges.
 *
 * @param scope whose total
 * @param slot which one
 */
record SlotKey(ScopeKey scope, Slot slot) {

    private static final int SERIES_BYTES = 1;
    private static final int LENGTH_BYTES = Short.BYTES;

    Bytes toBytes() {
        return Bytes.wrap(layout(0).array());
    }

    /** The key of what one source partition contributes. */
    Bytes contribution(int sourcePartition) {
        return Bytes.wrap(layout(Integer.BYTES).putInt(sourcePartition).array());
    }

    /** What the keys of all slots of a series have in common. */
    static Bytes prefix(ScopeKey scope, Series series) {
        byte[] before = scope.toBytes().get();
        return Bytes.wrap(ByteBuffer.allocate(before.length + SERIES_BYTES)
                .put(before)
                .put((byte) series.ordinal())
                .array());
    }

    /** The smallest key of an instance's slots from {@code start} on. */
    static Bytes from(ScopeKey scope, Series series, String instance, Instant start) {
        return new SlotKey(scope, new Slot(series, instance, start, "")).toBytes();
    }

    static SlotKey of(Bytes key) {
        return read(key, 0);
    }

    /** The slot of a {@link #contribution} key. */
    static SlotKey ofContribution(Bytes key) {
        return read(key, Integer.BYTES);
    }

    private static SlotKey read(Bytes key, int tail) {
        ScopeKey scope = ScopeKey.of(key);
        int at = scope.length();
        ByteBuffer bytes = ByteBuffer.wrap(key.get()).position(at);
        Series series = Series.at(bytes.get());
        String instance = text(bytes, Short.toUnsignedInt(bytes.getShort()));
        Instant start = Instant.ofEpochMilli(bytes.getLong());
        return new SlotKey(scope, new Slot(series, instance, start, text(bytes, bytes.remaining() - tail)));
    }

    private static String text(ByteBuffer bytes, int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private ByteBuffer layout(int more) {
        byte[] before = scope.toBytes().get();
        byte[] instance = slot.instance().getBytes(StandardCharsets.UTF_8);
        byte[] share = slot.share().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(before.length
                        + SERIES_BYTES
                        + LENGTH_BYTES
                        + instance.length
                        + Long.BYTES
                        + share.length
                        + more)
                .put(before)
                .put((byte) slot.series().ordinal())
                .putShort((short) instance.length)
                .put(instance)
                .putLong(slot.start().toEpochMilli())
                .put(share);
    }
}
