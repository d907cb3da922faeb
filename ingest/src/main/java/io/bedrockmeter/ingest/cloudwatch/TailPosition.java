package io.bedrockmeter.ingest.cloudwatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How far a log group has been read: all of it before {@code completeUntilMs}, except for what is missing. Later events may
 * have been handed over too; which ones is not remembered.
 *
 * @param completeUntilMs watermark in event time, milliseconds since 1970
 * @param missing ranges before it that are still to be read, in their order, at most {@value #MAX_RANGES}
 */
record TailPosition(long completeUntilMs, List<Range> missing) {

    static final int MAX_RANGES = 64;

    TailPosition {
        missing = bounded(missing);
    }

    /** The form that checkpoints hold; {@link #decode} reads it. */
    String encode() {
        StringBuilder text = new StringBuilder().append(completeUntilMs);
        for (Range range : missing) {
            text.append(';').append(range.fromMs()).append('-').append(range.toMs());
        }
        return text.toString();
    }

    /** Reads a position, empty when the text is none. */
    static Optional<TailPosition> decode(String text) {
        String[] parts = text.split(";", -1);
        try {
            List<Range> missing = new ArrayList<>();
            for (int i = 1; i < parts.length; i++) {
                String[] ends = parts[i].split("-", 2);
                missing.add(new Range(Long.parseLong(ends[0]), Long.parseLong(ends[1])));
            }
            return Optional.of(new TailPosition(Long.parseLong(parts[0]), missing));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** The earliest event time that is still to be read. */
    long earliestMs() {
        return missing.isEmpty() ? completeUntilMs : Math.min(missing.get(0).fromMs(), completeUntilMs);
    }

    /** Moves the watermark on; what lies between becomes missing. */
    TailPosition skipTo(long untilMs) {
        if (untilMs <= completeUntilMs) {
            return this;
        }
        List<Range> more = new ArrayList<>(missing);
        more.add(new Range(completeUntilMs, untilMs));
        return new TailPosition(untilMs, more);
    }

    /** Sorted, without empty ranges; too many are joined with what lies between: that is read twice, not lost. */
    private static List<Range> bounded(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(
                ranges.stream().filter(range -> !range.isEmpty()).toList());
        sorted.sort(Comparator.comparingLong(Range::fromMs));
        while (sorted.size() > MAX_RANGES) {
            Range last = sorted.remove(sorted.size() - 1);
            Range before = sorted.remove(sorted.size() - 1);
            sorted.add(new Range(before.fromMs(), Math.max(before.toMs(), last.toMs())));
        }
        return List.copyOf(sorted);
    }
}
