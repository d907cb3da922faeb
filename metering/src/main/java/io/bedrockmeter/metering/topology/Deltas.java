package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.totals.CellId;
import io.bedrockmeter.metering.totals.TotalsBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Bytes of the records between the stages: {@code minute start (8), totals (160), rest}. The rest is the cell's dimensions
 * where the record is keyed by cell id, and empty where it is keyed by tag value. A record with an empty key is a
 * <em>marker</em>: it goes to every partition and says that a rate task has sent everything it had.
 */
final class Deltas {

    private static final int TOTALS_AT = Long.BYTES;
    private static final int REST_AT = TOTALS_AT + TotalsBytes.LENGTH;
    private static final byte[] MARKER_KEY = new byte[0];

    /** Partitions by key; markers go everywhere. */
    static final StreamPartitioner<byte[], byte[]> PARTITIONER = (topic, key, value, partitions) -> Optional.of(
            key.length == 0
                    ? IntStream.range(0, partitions).boxed().collect(Collectors.toSet())
                    : Set.of(Utils.toPositive(Utils.murmur2(key)) % partitions));

    private Deltas() {}

    static byte[] delta(long minuteMs, byte[] totals, byte[] rest) {
        return ByteBuffer.allocate(REST_AT + rest.length)
                .putLong(minuteMs)
                .put(totals, 0, TotalsBytes.LENGTH)
                .put(rest)
                .array();
    }

    static long minuteMs(byte[] delta) {
        return ByteBuffer.wrap(delta).getLong();
    }

    static int totalsAt() {
        return TOTALS_AT;
    }

    static byte[] rest(byte[] delta) {
        return Arrays.copyOfRange(delta, REST_AT, delta.length);
    }

    static byte[] markerKey() {
        return MARKER_KEY.clone();
    }

    static boolean isMarker(byte[] key) {
        return key.length == 0;
    }

    static byte[] marker(int sourcePartition, Progress.Mark mark) {
        return ByteBuffer.allocate(Integer.BYTES + 3 * Long.BYTES)
                .putInt(sourcePartition)
                .putLong(mark.epoch())
                .putLong(mark.sentAtMs())
                .putLong(mark.newestEventMs())
                .array();
    }

    static int markerSource(byte[] marker) {
        return ByteBuffer.wrap(marker).getInt();
    }

    static Progress.Mark mark(byte[] marker) {
        ByteBuffer numbers = ByteBuffer.wrap(marker).position(Integer.BYTES);
        return new Progress.Mark(numbers.getLong(), numbers.getLong(), numbers.getLong());
    }

    /** Key of the pending store: minute start and cell id. */
    static byte[] pendingKey(long minuteMs, byte[] cellId) {
        return ByteBuffer.allocate(Long.BYTES + CellId.LENGTH)
                .putLong(minuteMs)
                .put(cellId)
                .array();
    }

    static byte[] pendingCellId(byte[] pendingKey) {
        return Arrays.copyOfRange(pendingKey, Long.BYTES, pendingKey.length);
    }
}
