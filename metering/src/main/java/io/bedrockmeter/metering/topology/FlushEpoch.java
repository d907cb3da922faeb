package io.bedrockmeter.metering.topology;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells when everything that was read has reached the totals of this process. Someone who knows that all input has been
 * read and committed requests an epoch; every rate task then sends all it has and a marker behind it; the epoch is
 * complete when each totals task has met the marker of each rate task. Thread-safe.
 */
public final class FlushEpoch {

    private record Path(String stage, int targetPartition, int sourcePartition) {}

    private final AtomicLong requested = new AtomicLong();
    private final Map<Path, Long> reached = new ConcurrentHashMap<>();

    /** Asks for a new epoch and returns it. */
    public long request() {
        return requested.incrementAndGet();
    }

    long requested() {
        return requested.get();
    }

    void reached(String stage, int targetPartition, int sourcePartition, long epoch) {
        reached.merge(new Path(stage, targetPartition, sourcePartition), epoch, Math::max);
    }

    /** Whether every totals stage has met the epoch's marker from {@code partitions} sources in {@code partitions} targets. */
    public boolean complete(long epoch, int partitions) {
        long met = reached.entrySet().stream()
                .filter(path -> path.getValue() >= epoch && STAGES.contains(path.getKey().stage))
                .count();
        return met == (long) STAGES.size() * partitions * partitions;
    }

    static final String CELLS = "cells";
    static final String TAGS = "tags";
    private static final Set<String> STAGES = Set.of(CELLS, TAGS);
}
