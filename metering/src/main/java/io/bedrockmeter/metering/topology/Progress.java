package io.bedrockmeter.metering.topology;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * How far what was rated has reached the totals of this process. Every rate task sends a {@link Mark} behind its differences
 * to every totals task, once a second and whenever someone {@link #request() requests an epoch}; a totals task that has met
 * a mark holds everything that the rate task had entered before it. Thread-safe; in memory, refilled within a second after
 * a restart.
 */
public final class Progress {

    /** The stages that hold totals. */
    enum Stage {
        CELLS,
        TAGS
    }

    /**
     * What a rate task says of itself.
     *
     * @param epoch newest epoch that it has seen requested
     * @param sentAtMs when it sent this, wall-clock milliseconds
     * @param newestEventMs newest event time it has entered since it started, {@link Long#MIN_VALUE} when none
     */
    record Mark(long epoch, long sentAtMs, long newestEventMs) {}

    private record Path(Stage stage, int targetPartition, int sourcePartition) {}

    private final AtomicLong requested = new AtomicLong();
    private final Map<Path, Mark> marks = new ConcurrentHashMap<>();

    /** Asks for a new epoch and returns it. */
    public long request() {
        return requested.incrementAndGet();
    }

    long requested() {
        return requested.get();
    }

    void reached(Stage stage, int targetPartition, int sourcePartition, Mark mark) {
        marks.put(new Path(stage, targetPartition, sourcePartition), mark);
    }

    /** A totals task left this process. */
    void forget(Stage stage, int targetPartition) {
        marks.keySet().removeIf(path -> path.stage == stage && path.targetPartition == targetPartition);
    }

    /** Whether every totals task has met the epoch's mark of every rate task, of {@code partitions} each. */
    public boolean complete(long epoch, int partitions) {
        long met = marks.values().stream().filter(mark -> mark.epoch >= epoch).count();
        return met == (long) Stage.values().length * partitions * partitions;
    }

    /**
     * The time up to which everything that had been rated is in the totals held here, whichever of the {@code partitions}
     * rate tasks rated it. Empty while a mark is missing, or nothing is held here.
     */
    public Optional<Instant> asOf(int partitions) {
        long targets = marks.keySet().stream()
                .map(path -> new Path(path.stage, path.targetPartition, 0))
                .distinct()
                .count();
        return targets == 0 || marks.size() != targets * partitions ? Optional.empty() : least(Mark::sentAtMs);
    }

    /** The newest event time that has reached the totals held here since this process started. */
    public Optional<Instant> newestEvent() {
        return marks.values().stream()
                .mapToLong(Mark::newestEventMs)
                .filter(time -> time != Long.MIN_VALUE)
                .max()
                .stream()
                .mapToObj(Instant::ofEpochMilli)
                .findFirst();
    }

    private Optional<Instant> least(ToLongFunction<Mark> time) {
        return marks.values().stream().mapToLong(time).min().stream()
                .mapToObj(Instant::ofEpochMilli)
                .findFirst();
    }
}
