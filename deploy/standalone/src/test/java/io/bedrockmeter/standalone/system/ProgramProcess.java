package io.bedrockmeter.standalone.system;

import io.bedrockmeter.standalone.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code bedrock-meter} in a process of its own. */
public final class ProgramProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("broker ready on (\\S+:\\d+)");

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> bootstrapServers = new CompletableFuture<>();

    private ProgramProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "program output");
        reader.setDaemon(true);
        reader.start();
    }

    public static ProgramProcess start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx1g",
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProgramProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                Matcher ready = READY.matcher(line);
                if (ready.find()) {
                    bootstrapServers.complete(ready.group(1));
                }
            }
        } catch (IOException e) {
            output.add("output ended: " + e.getMessage());
        }
        bootstrapServers.completeExceptionally(
                new IllegalStateException("the program ended before its broker was ready:\n" + output()));
    }

    /** Waits until the embedded broker serves, and tells where. */
    String bootstrapServers() throws Exception {
        return bootstrapServers.get(120, TimeUnit.SECONDS);
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** As Ctrl-C or {@code kill}; returns whether the program ended within ten seconds. */
    boolean stop() throws InterruptedException {
        process.destroy();
        return process.waitFor(10, TimeUnit.SECONDS);
    }

    /** Everything it printed. */
    public String output() {
        return String.join("\n", output);
    }

    @Override
    public void close() {
        kill();
    }
}
