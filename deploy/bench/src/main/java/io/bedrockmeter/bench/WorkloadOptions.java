package io.bedrockmeter.bench;

import io.bedrockmeter.bench.workload.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Option;

/** What is metered, and where. */
final class WorkloadOptions {

    private static final Path MEMORY = Path.of("/dev/shm");

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "4M",
            converter = Counts.class,
            description = "Records of both input topics together (default: ${DEFAULT-VALUE}).")
    private long events;

    @Option(
            names = "--slow-events",
            paramLabel = "N",
            defaultValue = "600k",
            converter = Counts.class,
            description = "The same for arms that do less than 20,000 a second (default: ${DEFAULT-VALUE}).")
    private long slowEvents;

    @Option(
            names = "--remembered",
            paramLabel = "N",
            defaultValue = "0",
            converter = Counts.class,
            description = "Requests that are taken in before measuring, to be remembered (default: ${DEFAULT-VALUE}).")
    private long remembered;

    @Option(
            names = "--applications",
            paramLabel = "N",
            defaultValue = "200",
            description = "Values of the tag Application (default: ${DEFAULT-VALUE}).")
    private int applications;

    @Option(
            names = "--models",
            paramLabel = "N",
            defaultValue = "40",
            description = "Models; each application calls a tenth of them (default: ${DEFAULT-VALUE}).")
    private int models;

    @Option(names = "--bodies", description = "Log records as JSON carry prompt and completion.")
    private boolean bodies;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides all that is random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the broker keeps its logs and arms their state; removed at the end"
                    + " (default: a new directory in /dev/shm, else in the folder of temporary files).")
    private Path directory = Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(2, ChronoUnit.HOURS);

    Shape shape() {
        return shaped(Shape.ofEvents(seed, events, remembered, start));
    }

    /** The shape of what slow arms take in. */
    Shape slowShape() {
        return shaped(Shape.ofEvents(seed, Math.min(events, slowEvents), 0, start));
    }

    private Shape shaped(Shape shape) {
        return shape.withApplications(applications).withModels(models).withBodies(bodies);
    }

    Path directory() {
        return directory;
    }
}
