package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.request.RequestState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the remembered requests in small steps, between records: forgets those beyond the horizon, and decides again
 * those that were decided with reference data that has changed since. Which version of each reference key has been applied
 * to every request is kept in a logged store and written when a walk ends, so a walk that a crash cuts short is made again.
 */
final class RequestSweep {

    /** What becomes of the requests that a walk finds. */
    interface Findings {
        /** Reference data that the request was decided with has changed. */
        void outdated(Bytes key, RequestState state);

        /** The request is beyond the horizon and about to be forgotten. */
        void expired(Bytes key, RequestState state);
    }

    /** Requests looked at per step; at ten steps a second, 200,000 a second. */
    private static final int PER_STEP = 20_000;

    /** Requests decided again per step. */
    private static final int REASSESSED_PER_STEP = 5_000;

    private final KeyValueStore<Bytes, byte[]> requests;
    private final KeyValueStore<Bytes, byte[]> applied;
    private final ReferenceTables references;
    private final Duration horizon;
    private final long evictionIntervalMs;
    private final MeteringCounters counters;
    private final Runnable writeBack;
    private final Findings findings;

    private long comparedVersion = -1;
    private long lastEvictionMs;
    private @Nullable Walk walk;

    RequestSweep(
            KeyValueStore<Bytes, byte[]> requests,
            KeyValueStore<Bytes, byte[]> applied,
            ReferenceTables references,
            Duration horizon,
            MeteringCounters counters,
            Runnable writeBack,
            Findings findings) {
        this.requests = requests;
        this.applied = applied;
        this.references = references;
        this.horizon = horizon;
        this.evictionIntervalMs = Math.max(1, horizon.toMillis() / 16);
        this.counters = counters;
        this.writeBack = writeBack;
        this.findings = findings;
    }

    /** One walk over all requests: what it is for, and where it stands. */
    private static final class Walk {
        private final Map<String, byte[]> changed;
        private final int[] changedHashes;
        private @Nullable Bytes next;

        Walk(Map<String, byte[]> changed) {
            this.changed = changed;
            this.changedHashes = changed.keySet().stream()
                    .mapToInt(ReferenceTables::hash)
                    .sorted()
                    .toArray();
        }
    }

    /** Takes the next step, if there is one to take. */
    void step(long nowMs) {
        Walk current = walk == null ? start(nowMs) : walk;
        walk = current == null || finished(current, nowMs) ? null : current;
    }

    private @Nullable Walk start(long nowMs) {
        long version = references.version();
        Map<String, byte[]> changed = version == comparedVersion ? Map.of() : changedReferences();
        comparedVersion = version;
        if (lastEvictionMs == 0) {
            lastEvictionMs = nowMs;
        }
        if (changed.isEmpty() && nowMs - lastEvictionMs < evictionIntervalMs) {
            return null;
        }
        lastEvictionMs = nowMs;
        return new Walk(changed);
    }

    private Map<String, byte[]> changedReferences() {
        Map<String, byte[]> changed = new HashMap<>();
        Map<String, byte[]> current = references.fingerprints();
        current.forEach((key, fingerprint) -> {
            if (!java.util.Arrays.equals(applied.get(ReferenceTables.storeKey(key)), fingerprint)) {
                changed.put(key, fingerprint);
            }
        });
        try (KeyValueIterator<Bytes, byte[]> all = applied.all()) {
            while (all.hasNext()) {
                String key = ReferenceTables.keyOf(all.next().key);
                if (!current.containsKey(key)) {
                    changed.put(key, new byte[0]);
                }
            }
        }
        return changed;
    }

    /** Walks on; returns whether the end was reached. */
    private boolean finished(Walk current, long nowMs) {
        List<KeyValue<Bytes, byte[]>> affected = new ArrayList<>();
        List<KeyValue<Bytes, byte[]>> forgotten = new ArrayList<>();
        writeBack.run();
        boolean atEnd = look(current, nowMs, affected, forgotten);
        for (KeyValue<Bytes, byte[]> request : forgotten) {
            findings.expired(request.key, RequestState.fromBytes(request.value));
            requests.delete(request.key);
        }
        counters.forgottenRequests.add(forgotten.size());
        for (KeyValue<Bytes, byte[]> request : affected) {
            findings.outdated(request.key, RequestState.fromBytes(request.value));
        }
        if (atEnd) {
            current.changed.forEach((key, fingerprint) ->
                    applied.put(ReferenceTables.storeKey(key), fingerprint.length == 0 ? null : fingerprint));
        }
        return atEnd;
    }

    private boolean look(
            Walk current, long nowMs, List<KeyValue<Bytes, byte[]>> affected, List<KeyValue<Bytes, byte[]>> forgotten) {
        long oldest = nowMs - horizon.toMillis();
        try (KeyValueIterator<Bytes, byte[]> remaining = requests.range(current.next, null)) {
            for (int looked = 0; remaining.hasNext(); looked++) {
                if (looked == PER_STEP || affected.size() == REASSESSED_PER_STEP) {
                    current.next = remaining.peekNextKey();
                    return false;
                }
                KeyValue<Bytes, byte[]> request = remaining.next();
                if (RequestState.touchedAtMs(request.value) < oldest) {
                    forgotten.add(request);
                } else if (current.changedHashes.length > 0
                        && RequestState.fromBytes(request.value).consultedAny(current.changedHashes)) {
                    affected.add(request);
                }
            }
        }
        return true;
    }
}
