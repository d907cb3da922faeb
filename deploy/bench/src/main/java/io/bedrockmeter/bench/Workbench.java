package io.bedrockmeter.bench;

import io.bedrockmeter.bench.arm.ArmRun;
import io.bedrockmeter.bench.process.Broker;
import io.bedrockmeter.bench.topics.Dataset;
import io.bedrockmeter.bench.workload.Book;
import io.bedrockmeter.bench.workload.Calls;
import io.bedrockmeter.bench.workload.Names;
import io.bedrockmeter.bench.workload.Oracle;
import io.bedrockmeter.bench.workload.Shape;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** A broker, a directory that is removed at the end, and the records that were written. */
final class Workbench implements AutoCloseable {

    /** Partitions of each topic of traffic. */
    static final int PARTITIONS = 4;

    private final Path directory;
    private final Broker broker;
    private final Thread cleanup = new Thread(this::removeDirectory, "cleanup");

    private Workbench(Path directory, Broker broker) {
        this.directory = directory;
        this.broker = broker;
    }

    static Workbench open(Path parent) throws IOException {
        Path directory = Files.createTempDirectory(parent, "bedrock-meter-bench-");
        Workbench workbench = new Workbench(directory, Broker.start(directory));
        Runtime.getRuntime().addShutdownHook(workbench.cleanup);
        return workbench;
    }

    Broker broker() {
        return broker;
    }

    Path directory() {
        return directory;
    }

    KafkaSettings kafka(String prefix) {
        return new KafkaSettings(broker.bootstrapServers(), prefix, PARTITIONS, (short) 1, Map.of());
    }

    /** Writes the records of a shape under a prefix, works out what they add up to, and prepares runs over them. */
    ArmRun prepare(String prefix, Shape shape, boolean json, int warmUpPercent)
            throws ExecutionException, InterruptedException {
        KafkaSettings kafka = kafka(prefix);
        long began = System.nanoTime();
        Dataset dataset = Dataset.write(kafka, shape, json);
        System.out.printf(
                "%s: %,d records of %,d requests written in %.1f s: %,d MB normalised, %,d MB JSON%n",
                prefix,
                dataset.records(),
                shape.requests(),
                (System.nanoTime() - began) / 1e9,
                dataset.bytes() >> 20,
                dataset.jsonBytes() >> 20);
        Book expected = new Oracle(new Calls(shape), new Names(shape)).book();
        System.out.printf("%s: %,d totals expected%n", prefix, expected.size());
        return new ArmRun(broker, kafka, dataset, expected, warmUpPercent, directory.resolve("arm"));
    }

    @Override
    public void close() {
        broker.close();
        removeDirectory();
        Runtime.getRuntime().removeShutdownHook(cleanup);
    }

    /** Also when the program is interrupted: the directory may be memory. */
    private void removeDirectory() {
        broker.close();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("bench: cannot remove " + directory + ": " + e.getMessage());
        }
    }
}
