package io.bedrockmeter.bench.dsl;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What a request adds to a total, or a total.
 *
 * @param unattributed requests without tags
 */
record Change(long requests, long unattributed, long input, long output, long cacheRead, long picos) {

    static final Change ZERO = new Change(0, 0, 0, 0, 0, 0);

    private static final int BYTES = 6 * Long.BYTES;

    /** A request to be added under several keys. */
    record Keyed(List<String> keys, Change change) {}

    static final Serde<Change> SERDE = Serdes.serdeFrom(
            (topic, change) -> change == null
                    ? null
                    : ByteBuffer.allocate(BYTES)
                            .putLong(change.requests)
                            .putLong(change.unattributed)
                            .putLong(change.input)
                            .putLong(change.output)
                            .putLong(change.cacheRead)
                            .putLong(change.picos)
                            .array(),
            (topic, bytes) -> bytes == null ? null : of(ByteBuffer.wrap(bytes)));

    private static Change of(ByteBuffer bytes) {
        return new Change(
                bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    Change plus(Change other) {
        return new Change(
                requests + other.requests,
                unattributed + other.unattributed,
                Math.addExact(input, other.input),
                Math.addExact(output, other.output),
                Math.addExact(cacheRead, other.cacheRead),
                Math.addExact(picos, other.picos));
    }
}
