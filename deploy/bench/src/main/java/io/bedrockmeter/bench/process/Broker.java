package io.bedrockmeter.bench.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A broker in a process of its own, with the logs in a directory of the caller. */
public final class Broker implements AutoCloseable {

    private static final List<String> FLAGS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC");

    private final JavaProcess process;
    private final String bootstrapServers;

    private Broker(JavaProcess process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /** Starts a broker and returns when it serves. */
    public static Broker start(Path directory) {
        JavaProcess process = JavaProcess.start(
                "the broker",
                directory.resolve("broker.err"),
                FLAGS,
                BrokerMain.class,
                List.of(directory.resolve("broker").toString()));
        return new Broker(process, process.await(BrokerMain.READY));
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** CPU time it has used so far. */
    public Duration cpu() {
        return process.cpu();
    }

    @Override
    public void close() {
        process.close();
    }
}
