package io.bedrockmeter.alerts.evaluation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;

/**
 * Store key of what was announced about a period of a budget, whatever its scope: the id, a zero byte, the start, the
 * instance.
 *
 * @param budgetId the budget
 * @param instance value of its {@code eachOf}, empty without
 * @param start start of the period
 */
record PeriodKey(String budgetId, String instance, Instant start) {

    Bytes toBytes() {
        byte[] id = budgetId.getBytes(StandardCharsets.UTF_8);
        byte[] of = instance.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(id.length + 1 + Long.BYTES + of.length)
                .put(id)
                .put((byte) 0)
                .putLong(start.toEpochMilli())
                .put(of)
                .array());
    }

    static PeriodKey of(Bytes key) {
        byte[] bytes = key.get();
        int end = 0;
        while (bytes[end] != 0) {
            end++;
        }
        int instanceAt = end + 1 + Long.BYTES;
        return new PeriodKey(
                new String(bytes, 0, end, StandardCharsets.UTF_8),
                new String(bytes, instanceAt, bytes.length - instanceAt, StandardCharsets.UTF_8),
                Instant.ofEpochMilli(ByteBuffer.wrap(bytes).getLong(end + 1)));
    }
}
