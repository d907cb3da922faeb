package io.bedrockmeter.metering.topology;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The last ledger revision of requests that are no longer remembered, for as long as an adjustment of an earlier revision
 * may still arrive; so that no entry is taken back twice. Holds requests that were adjusted and those whose last correction
 * came from reference data, which does not prolong their memory.
 *
 * <p>Stored as {@code revision (4), time (8)}.
 */
final class RevisionMemory {

    /** Requests looked at per step. */
    private static final int PER_STEP = 20_000;

    private static final int VALUE_LENGTH = Integer.BYTES + Long.BYTES;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Duration horizon;
    private final long walkIntervalMs;

    private boolean walking;
    private long walkStartedMs;
    private @Nullable Bytes next;

    /**
     * Revisions in a store.
     *
     * @param horizon how long a revision is remembered
     */
    RevisionMemory(KeyValueStore<Bytes, byte[]> store, Duration horizon) {
        this.store = store;
        this.horizon = horizon;
        this.walkIntervalMs = Math.max(1, horizon.toMillis() / 16);
    }

    /** The last revision known, 0 when none. */
    int revision(Bytes requestId) {
        byte[] value = store.get(requestId);
        return value == null ? 0 : ByteBuffer.wrap(value).getInt();
    }

    void remember(Bytes requestId, int revision, long nowMs) {
        byte[] value = ByteBuffer.allocate(VALUE_LENGTH)
                .putInt(revision)
                .putLong(nowMs)
                .array();
        store.put(requestId, value);
    }

    /** Forgets what is beyond the horizon, a small part of the store at a time. */
    void step(long nowMs) {
        if (!walking && nowMs - walkStartedMs < walkIntervalMs) {
            return;
        }
        if (!walking) {
            walking = true;
            walkStartedMs = nowMs;
            next = null;
        }
        List<Bytes> forgotten = new ArrayList<>();
        walking = look(nowMs - horizon.toMillis(), forgotten);
        forgotten.forEach(store::delete);
    }

    /** Collects what is older; returns whether there is more to look at. */
    private boolean look(long oldestMs, List<Bytes> forgotten) {
        try (KeyValueIterator<Bytes, byte[]> remaining = store.range(next, null)) {
            for (int looked = 0; remaining.hasNext(); looked++) {
                if (looked == PER_STEP) {
                    next = remaining.peekNextKey();
                    return true;
                }
                KeyValue<Bytes, byte[]> each = remaining.next();
                if (ByteBuffer.wrap(each.value).getLong(Integer.BYTES) < oldestMs) {
                    forgotten.add(each.key);
                }
            }
        }
        return false;
    }
}
