package io.bedrockmeter.bench.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The middle one of several measurements; the mean of the middle two where their number is even. */
public final class Median {

    private Median() {}

    public static <T> double of(List<T> measurements, ToDoubleFunction<T> figure) {
        double[] sorted = measurements.stream().mapToDouble(figure).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
