package io.bedrockmeter.ingest.cloudwatch;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/** Which events of a stretch of event time have been handed over: about 150 bytes of memory each. Not thread-safe. */
final class SeenEvents {

    private static final long BUCKET_MS = 10_000;

    private final TreeMap<Long, Set<String>> idsByBucket = new TreeMap<>();

    /** Notes an event; false when it was noted before. One without an id is always new. */
    boolean add(LogEvent event) {
        return event.id().isEmpty()
                || idsByBucket
                        .computeIfAbsent(bucket(event.timestampMs()), absent -> new HashSet<>())
                        .add(event.id());
    }

    /** Forgets events that cannot be met again. */
    void forgetBefore(long timestampMs) {
        idsByBucket.headMap(bucket(timestampMs)).clear();
    }

    int size() {
        return idsByBucket.values().stream().mapToInt(Set::size).sum();
    }

    private static long bucket(long timestampMs) {
        return Math.floorDiv(timestampMs, BUCKET_MS);
    }
}
