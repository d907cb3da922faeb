package io.bedrockmeter.bench.arm;

import io.bedrockmeter.bench.process.Broker;
import io.bedrockmeter.bench.process.JavaProcess;
import io.bedrockmeter.bench.report.ArmResult;
import io.bedrockmeter.bench.topics.Dataset;
import io.bedrockmeter.bench.topics.Leftovers;
import io.bedrockmeter.bench.workload.Book;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** Runs an arm once over all records, in a process of its own, and measures it from outside. */
public final class ArmRun {

    private static final List<String> COMMON_FLAGS =
            List.of("-Xms512m", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError");

    private static final Duration TIME_TO_END = Duration.ofSeconds(30);

    private final Broker broker;
    private final KafkaSettings kafka;
    private final Dataset dataset;
    private final Book expected;
    private final int warmUpPercent;
    private final Path directory;

    /** How far the arm was, and what had been used by then. */
    private record Sample(long records, long nanos, long armCpuNanos, long brokerCpuNanos) {}

    /**
     * @param expected what the totals must be
     * @param warmUpPercent how much of the records, beside those to be remembered, is taken in before measuring begins
     * @param directory where the arm may keep state; emptied before and after
     */
    public ArmRun(
            Broker broker, KafkaSettings kafka, Dataset dataset, Book expected, int warmUpPercent, Path directory) {
        this.broker = broker;
        this.kafka = kafka;
        this.dataset = dataset;
        this.expected = expected;
        this.warmUpPercent = warmUpPercent;
        this.directory = directory;
    }

    /**
     * Runs an arm.
     *
     * @throws WrongTotalsException when its totals are not the oracle's
     */
    public ArmResult run(ArmKind kind) throws ExecutionException, InterruptedException, IOException {
        clear();
        Leftovers.remove(kafka);
        TopicSetup.ensure(kafka);
        Path state = Files.createDirectories(directory.resolve("state"));
        Task task =
                new Task(kafka.bootstrapServers(), kafka.topicPrefix(), kafka.partitions(), state, dataset.records());
        try (JavaProcess process = start(kind, task, directory.resolveSibling(kind.wireName() + ".err"))) {
            ArmResult result = measure(process);
            process.awaitEnd(TIME_TO_END);
            check(kind, Book.read(task.totals()));
            return result;
        } finally {
            clear();
        }
    }

    private static JavaProcess start(ArmKind kind, Task task, Path errors) {
        List<String> flags = new ArrayList<>(COMMON_FLAGS);
        flags.addAll(kind.flags());
        List<String> arguments = new ArrayList<>(List.of(kind.wireName()));
        arguments.addAll(task.arguments());
        return JavaProcess.start(kind.title(), errors, flags, ArmMain.class, arguments);
    }

    private ArmResult measure(JavaProcess process) {
        long warm = dataset.remembered() + (dataset.records() - dataset.remembered()) * warmUpPercent / 100;
        Sample first = null;
        Sample last = null;
        for (Optional<String> line = process.line(); line.isPresent(); line = process.line()) {
            String said = line.get();
            if (said.startsWith(ArmMain.AT)) {
                last = sample(process, number(said));
                first = first == null && last.records >= warm ? last : first;
            } else if (said.startsWith(ArmMain.FINISHED)) {
                Sample now = sample(process, dataset.records());
                last = new Sample(now.records, now.nanos - number(said), now.armCpuNanos, now.brokerCpuNanos);
                process.noted();
            } else if (said.startsWith(ArmMain.DONE)) {
                if (first == null || last == null || last.records == first.records) {
                    throw new IllegalArgumentException(
                            "all records were taken in before anything could be measured: use more of them (--events)");
                }
                long peak = process.peakResidentBytes();
                long stateBytes = sizeOf(directory);
                process.noted();
                return new ArmResult(
                        last.records - first.records,
                        last.nanos - first.nanos,
                        last.armCpuNanos - first.armCpuNanos,
                        last.brokerCpuNanos - first.brokerCpuNanos,
                        number(said),
                        peak,
                        stateBytes);
            }
        }
        throw process.ended();
    }

    private Sample sample(JavaProcess process, long records) {
        return new Sample(
                records,
                System.nanoTime(),
                process.cpu().toNanos(),
                broker.cpu().toNanos());
    }

    private static long number(String line) {
        return Long.parseLong(line.substring(line.indexOf(' ') + 1));
    }

    private void check(ArmKind kind, Book found) {
        List<String> differences = expected.differences(found);
        if (!differences.isEmpty()) {
            throw new WrongTotalsException(
                    kind.title() + " arrived at wrong totals: " + String.join("; ", differences));
        }
    }

    /** Files may go while they are counted: a store that is in use drops what it has merged. */
    private static long sizeOf(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.map(Path::toFile)
                    .filter(File::isFile)
                    .mapToLong(File::length)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private void clear() throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
