package io.bedrockmeter.ingest.cloudwatch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** Reads what is missing of a log group, oldest first, several slices at once. For one thread. */
final class Backfill {

    private final GroupAccess access;
    private final EventIntake intake;
    private final long sliceMs;
    private final int parallel;
    private final Deque<Range> waiting;
    private final List<Slice> slices = new ArrayList<>();

    Backfill(GroupAccess access, EventIntake intake, Duration slice, int parallel, Collection<Range> missing) {
        this.access = access;
        this.intake = intake;
        this.sliceMs = slice.toMillis();
        this.parallel = parallel;
        this.waiting = new ArrayDeque<>(missing);
    }

    /** Reads on; whether there was anything. */
    boolean poll() {
        while (slices.size() < parallel && !waiting.isEmpty()) {
            slices.add(new Slice(access, intake, nextPiece()));
        }
        boolean progress = false;
        for (Slice slice : slices) {
            progress |= slice.poll();
        }
        slices.removeIf(Slice::isDone);
        return progress;
    }

    /** What is still to be read. */
    List<Range> missing() {
        List<Range> missing = new ArrayList<>(waiting);
        slices.forEach(slice -> missing.add(slice.remaining()));
        return missing;
    }

    void cancel() {
        slices.forEach(Slice::cancel);
    }

    private Range nextPiece() {
        Range range = waiting.remove();
        if (range.lengthMs() <= sliceMs) {
            return range;
        }
        long cut = range.fromMs() + sliceMs;
        waiting.addFirst(new Range(cut, range.toMs()));
        return new Range(range.fromMs(), cut);
    }
}
