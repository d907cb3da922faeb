package io.bedrockmeter.alerts.evaluation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;

/**
 * What a budget counts: its id, and the fingerprint of its filter and calendar. Totals belong to a scope, so an edited
 * filter starts from fresh totals while an edited amount or name keeps them. Also lays out the store keys below a scope:
 * the id, a zero byte, the fingerprint, the start of a period, a source partition, each fixed-width and big-endian, so
 * that the keys of a budget, a scope and a period are ranges.
 *
 * @param budgetId the budget
 * @param fingerprint first eight bytes of the SHA-256 of filter and calendar
 */
record ScopeKey(String budgetId, long fingerprint) {

    Bytes toBytes() {
        return Bytes.wrap(layout(0).array());
    }

    Bytes window(Instant start) {
        return Bytes.wrap(layout(Long.BYTES).putLong(start.toEpochMilli()).array());
    }

    Bytes contribution(Instant start, int sourcePartition) {
        return Bytes.wrap(layout(Long.BYTES + Integer.BYTES)
                .putLong(start.toEpochMilli())
                .putInt(sourcePartition)
                .array());
    }

    /** The scope of any key made above. */
    static ScopeKey of(Bytes key) {
        ByteBuffer bytes = ByteBuffer.wrap(key.get());
        int end = idEnd(key.get());
        return new ScopeKey(budgetId(key), bytes.getLong(end + 1));
    }

    /** The period start of a {@link #window} or {@link #contribution} key. */
    static Instant windowStart(Bytes key) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(key.get()).getLong(idEnd(key.get()) + 1 + Long.BYTES));
    }

    /** The key of a budget's period, whatever its scope. */
    static Bytes period(String budgetId, Instant start) {
        byte[] id = budgetId.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(id.length + 1 + Long.BYTES)
                .put(id)
                .put((byte) 0)
                .putLong(start.toEpochMilli())
                .array());
    }

    /** The budget of any key made here. */
    static String budgetId(Bytes key) {
        return new String(key.get(), 0, idEnd(key.get()), StandardCharsets.UTF_8);
    }

    /** The period start of a {@link #period} key. */
    static Instant periodStart(Bytes key) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(key.get()).getLong(idEnd(key.get()) + 1));
    }

    private ByteBuffer layout(int more) {
        byte[] id = budgetId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(id.length + 1 + Long.BYTES + more)
                .put(id)
                .put((byte) 0)
                .putLong(fingerprint);
    }

    private static int idEnd(byte[] key) {
        int end = 0;
        while (key[end] != 0) {
            end++;
        }
        return end;
    }
}
