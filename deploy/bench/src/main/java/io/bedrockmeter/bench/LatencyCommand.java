package io.bedrockmeter.bench;

import io.bedrockmeter.bench.arm.ArmKind;
import io.bedrockmeter.bench.arm.ArmRun;
import io.bedrockmeter.bench.latency.LatencyResult;
import io.bedrockmeter.bench.latency.LatencyRun;
import io.bedrockmeter.bench.process.JavaProcess;
import io.bedrockmeter.bench.topics.Dataset;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Time from a record on its topic to a committed total that contains it. */
@Command(
        name = "latency",
        description = {
            "Puts a steady load on bedrock-meter and measures from the append of a record (the broker's clock) until a",
            "reader of committed records has a total that contains it. Give the rates you want as records per second:",
            "10, 50 and 80 % of what the command throughput found."
        },
        mixinStandardHelpOptions = true)
final class LatencyCommand implements Callable<Integer> {

    private static final String PREFIX = "live.";

    @Mixin
    private WorkloadOptions workload = new WorkloadOptions();

    @Option(
            names = "--rates",
            split = ",",
            required = true,
            paramLabel = "N",
            converter = Counts.class,
            description = "Records per second of both topics together, several separated by commas.")
    private List<Long> rates = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long to measure at each rate (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up-seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long each rate holds before (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(names = "--report", paramLabel = "FILE", description = "Also write the result there, as Markdown.")
    private Optional<Path> report = Optional.empty();

    @Override
    public Integer call() throws Exception {
        StringJoiner table = new StringJoiner("\n", "", "\n");
        table.add("| records/s | probes | p50 | p99 | longest |").add("|---|---|---|---|---|");
        try (Workbench workbench = Workbench.open(workload.directory())) {
            KafkaSettings kafka = workbench.kafka(PREFIX);
            Dataset.createLive(kafka);
            try (JavaProcess metering = ArmRun.startEndless(ArmKind.OURS, kafka, workbench.directory());
                    LatencyRun run = new LatencyRun(kafka, workload.shape())) {
                run.start();
                for (long rate : rates) {
                    LatencyResult result =
                            run.measure(rate, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds));
                    table.add(row(result));
                    System.out.println(row(result));
                }
                System.out.printf("peak memory of metering: %,d MB%n", metering.peakResidentBytes() >> 20);
            }
        }
        System.out.println(table);
        if (report.isPresent()) {
            Files.writeString(report.get(), table.toString());
        }
        return 0;
    }

    private static String row(LatencyResult result) {
        String probes = result.missing() == 0
                ? Integer.toString(result.probes())
                : result.probes() + ", and " + result.missing() + " that did not arrive";
        return String.format(
                Locale.ROOT,
                "| %,.0f | %s | %d ms | %d ms | %d ms |",
                result.perSecond(),
                probes,
                result.p50Ms(),
                result.p99Ms(),
                result.longestMs());
    }
}
