package io.bedrockmeter.bench.report;

import io.bedrockmeter.bench.arm.ArmKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Medians and ratios as a Markdown table. */
public final class ThroughputTable {

    private static final int MEBIBYTE_BITS = 20;

    private ThroughputTable() {}

    public static String of(Map<ArmKind, List<ArmResult>> results) {
        StringJoiner table = new StringJoiner("\n", "", "\n");
        table.add(
                "| arm | records/s (median of runs) | from - to | bedrock-meter is | CPU s per million (arm + broker) |"
                        + " heap in use | peak memory | state on disk |");
        table.add("|---|---|---|---|---|---|---|---|");
        double ours = Median.of(results.getOrDefault(ArmKind.OURS, List.of()), ArmResult::recordsPerSecond);
        results.forEach((kind, runs) -> table.add(row(kind, runs, ours)));
        return table.toString();
    }

    private static String row(ArmKind kind, List<ArmResult> runs, double ours) {
        double rate = Median.of(runs, ArmResult::recordsPerSecond);
        double cpu = Median.of(runs, ArmResult::cpuSecondsPerMillion);
        double armCpu = Median.of(runs, ArmResult::armCpuSecondsPerMillion);
        double least =
                runs.stream().mapToDouble(ArmResult::recordsPerSecond).min().orElse(Double.NaN);
        double most =
                runs.stream().mapToDouble(ArmResult::recordsPerSecond).max().orElse(Double.NaN);
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f (%d) | %,.0f - %,.0f | %s | %.1f (%.1f + %.1f) | %,d MB | %,d MB | %,d MB |",
                kind.title(),
                rate,
                runs.size(),
                least,
                most,
                kind == ArmKind.OURS || Double.isNaN(ours) ? "-" : String.format(Locale.ROOT, "%.2fx", ours / rate),
                cpu,
                armCpu,
                cpu - armCpu,
                (long) Median.of(runs, ArmResult::heapBytes) >> MEBIBYTE_BITS,
                (long) Median.of(runs, ArmResult::peakResidentBytes) >> MEBIBYTE_BITS,
                (long) Median.of(runs, ArmResult::stateBytes) >> MEBIBYTE_BITS);
    }
}
