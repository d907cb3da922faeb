package io.bedrockmeter.alerts.evaluation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;

/** Store keys of minutes: the start as eight bytes, then the cell id, so that the oldest minute comes first. */
final class MinuteKey {

    private MinuteKey() {}

    static Bytes of(Instant start, String cellId) {
        byte[] cell = cellId.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + cell.length)
                .putLong(start.toEpochMilli())
                .put(cell)
                .array());
    }

    static Instant start(Bytes key) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(key.get()).getLong());
    }

    static String cellId(Bytes key) {
        return new String(key.get(), Long.BYTES, key.get().length - Long.BYTES, StandardCharsets.UTF_8);
    }
}
