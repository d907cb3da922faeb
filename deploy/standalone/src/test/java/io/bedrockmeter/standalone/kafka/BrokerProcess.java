package io.bedrockmeter.standalone.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A broker in a process of its own, to be killed. */
public final class BrokerProcess implements AutoCloseable {

    private static final String READY = "READY ";

    private final Process process;
    private final String bootstrapServers;

    private BrokerProcess(Process process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /** What the process runs; the arguments are its data directory and port. */
    public static void main(String[] args) throws InterruptedException {
        DataDirectory directory = DataDirectory.open(Path.of(args[0]));
        EmbeddedKafka kafka =
                EmbeddedKafka.start(Integer.parseInt(args[1]), directory.kafka(), Map.of(), fault -> System.exit(1));
        System.out.println(READY + kafka.bootstrapServers());
        new CountDownLatch(1).await();
    }

    static BrokerProcess start(Path directory) throws IOException {
        return start(directory, 0);
    }

    /** Starts a broker on a port, and returns when it serves. */
    public static BrokerProcess start(Path directory, int port) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        directory.toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                return new BrokerProcess(process, line.substring(READY.length()));
            }
            seen.append(line).append('\n');
        }
        throw new AssertionError("the broker process ended before it was ready:\n" + seen);
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** As {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            process.inputReader(StandardCharsets.UTF_8).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
