package io.bedrockmeter.bench;

import io.bedrockmeter.bench.arm.ArmKind;
import io.bedrockmeter.bench.arm.ArmRun;
import io.bedrockmeter.bench.report.ArmResult;
import io.bedrockmeter.bench.report.ThroughputTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Records per second and CPU seconds per million records of each arm. */
@Command(
        name = "throughput",
        description = {
            "Lets each arm take in the same records, in turn and repeatedly, every second round in reverse order.",
            "An arm counts only when its totals are exactly those of the oracle."
        },
        mixinStandardHelpOptions = true)
final class ThroughputCommand implements Callable<Integer> {

    @Mixin
    private WorkloadOptions workload = new WorkloadOptions();

    @Option(
            names = "--arms",
            split = ",",
            paramLabel = "ARM",
            defaultValue = "loop,ours",
            description = "What to compare (default: ${DEFAULT-VALUE}).")
    private List<String> arms = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each arm runs (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "PERCENT",
            defaultValue = "25",
            description = "Share of the records taken in before measuring begins (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--report", paramLabel = "FILE", description = "Also write the result there, as Markdown.")
    private Optional<Path> report = Optional.empty();

    @Override
    public Integer call() throws Exception {
        List<ArmKind> kinds = arms.stream().map(ArmKind::of).toList();
        Map<ArmKind, List<ArmResult>> results = new EnumMap<>(ArmKind.class);
        try (Workbench workbench = Workbench.open(workload.directory())) {
            Map<Boolean, ArmRun> runs = prepare(workbench, kinds);
            for (int round = 0; round < rounds; round++) {
                List<ArmKind> order = new ArrayList<>(kinds);
                if (round % 2 == 1) {
                    Collections.reverse(order);
                }
                for (ArmKind kind : order) {
                    if (kind.isPossible()) {
                        ArmResult result =
                                Objects.requireNonNull(runs.get(kind.isSlow())).run(kind);
                        results.computeIfAbsent(kind, none -> new ArrayList<>()).add(result);
                        tell(round, kind, result);
                    } else {
                        System.out.println(kind.wireName() + " is left out: PostgreSQL is not installed");
                    }
                }
            }
        }
        String table = ThroughputTable.of(results);
        System.out.println(table);
        if (report.isPresent()) {
            Files.writeString(report.get(), table);
        }
        return 0;
    }

    private Map<Boolean, ArmRun> prepare(Workbench workbench, List<ArmKind> kinds) throws Exception {
        Map<Boolean, ArmRun> runs = new HashMap<>();
        for (boolean slow : new boolean[] {false, true}) {
            List<ArmKind> these =
                    kinds.stream().filter(kind -> kind.isSlow() == slow).toList();
            if (!these.isEmpty()) {
                boolean json = these.stream().anyMatch(ArmKind::readsJson);
                runs.put(
                        slow,
                        workbench.prepare(
                                slow ? "few." : "all.", slow ? workload.slowShape() : workload.shape(), json, warmUp));
            }
        }
        return runs;
    }

    private static void tell(int round, ArmKind kind, ArmResult result) {
        System.out.printf(
                Locale.ROOT,
                "round %d %-14s %,9.0f records/s  %6.2f cpu-s/M (%.2f arm, %.2f broker)  heap %,d MB  peak %,d MB%n",
                round + 1,
                kind.wireName(),
                result.recordsPerSecond(),
                result.cpuSecondsPerMillion(),
                result.armCpuSecondsPerMillion(),
                result.cpuSecondsPerMillion() - result.armCpuSecondsPerMillion(),
                result.heapBytes() >> 20,
                result.peakResidentBytes() >> 20);
    }
}
