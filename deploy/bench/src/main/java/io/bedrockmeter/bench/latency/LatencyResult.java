package io.bedrockmeter.bench.latency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Times from append to committed total at one load.
 *
 * @param perSecond records of both topics per second
 * @param probes how many probes were measured
 * @param missing how many had not arrived when the load had ended for a while
 * @param p50Ms half of them took no longer, in milliseconds
 * @param p99Ms 99 of 100 took no longer, in milliseconds
 * @param longestMs the longest, in milliseconds
 */
public record LatencyResult(double perSecond, int probes, int missing, long p50Ms, long p99Ms, long longestMs) {

    static LatencyResult of(
            double perSecond, Set<String> measured, Map<String, Long> appendedAtMs, Map<String, Long> arrivedAtMs) {
        List<Long> times = new ArrayList<>();
        int missing = 0;
        for (String probe : measured) {
            Long appended = appendedAtMs.get(probe);
            Long arrived = arrivedAtMs.get(probe);
            if (appended == null || arrived == null) {
                missing++;
            } else {
                times.add(arrived - appended);
            }
        }
        long[] sorted = times.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new LatencyResult(perSecond, sorted.length, missing, at(sorted, 50), at(sorted, 99), at(sorted, 100));
    }

    private static long at(long[] sorted, int percent) {
        return sorted.length == 0 ? -1 : sorted[(sorted.length - 1) * percent / 100];
    }
}
