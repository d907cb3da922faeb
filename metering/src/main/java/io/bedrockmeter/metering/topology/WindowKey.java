package io.bedrockmeter.metering.topology;

import io.bedrockmeter.schemas.model.Granularity;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/** Keys of the totals stores: granularity (1 byte), window start (8), id; so that windows of one length lie in order of time. */
final class WindowKey {

    private static final Granularity[] GRANULARITIES = Granularity.values();
    private static final int ID_AT = 1 + Long.BYTES;

    private WindowKey() {}

    static Bytes of(Granularity granularity, long startMs, byte[] id) {
        return Bytes.wrap(ByteBuffer.allocate(ID_AT + id.length)
                .put((byte) granularity.ordinal())
                .putLong(startMs)
                .put(id)
                .array());
    }

    /** The least key of windows that start at or after {@code startMs}. */
    static Bytes from(Granularity granularity, long startMs) {
        return of(granularity, startMs, new byte[0]);
    }

    static Granularity granularity(Bytes key) {
        return GRANULARITIES[key.get()[0]];
    }

    static long startMs(Bytes key) {
        return ByteBuffer.wrap(key.get()).getLong(1);
    }

    static byte[] id(Bytes key) {
        return Arrays.copyOfRange(key.get(), ID_AT, key.get().length);
    }
}
