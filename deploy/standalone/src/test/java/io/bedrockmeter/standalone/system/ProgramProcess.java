package io.bedrockmeter.standalone.system;

import io.bedrockmeter.standalone.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code bedrock-meter} in a process of its own. */
public final class ProgramProcess implements AutoCloseable {

    private static final Pattern BROKER = Pattern.compile("broker ready on (\\S+:\\d+)");
    private static final Pattern ANSWERS = Pattern.compile("answers on (http://\\S+:\\d+)");
    private static final Pattern MANAGEMENT = Pattern.compile("health and metrics on (http://\\S+:\\d+)");

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> bootstrapServers = new CompletableFuture<>();
    private final CompletableFuture<String> answers = new CompletableFuture<>();
    private final CompletableFuture<String> management = new CompletableFuture<>();

    private ProgramProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "program output");
        reader.setDaemon(true);
        reader.start();
    }

    public static ProgramProcess start(String... arguments) throws IOException {
        return start(Map.of(), arguments);
    }

    /** Starts it with further environment variables. */
    public static ProgramProcess start(Map<String, String> environment, String... arguments) throws IOException {
        return start("1g", environment, arguments);
    }

    /** @param heap most memory of its heap, as the JVM takes it */
    public static ProgramProcess start(String heap, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx" + heap,
                "-XX:+UseParallelGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true);
        program.environment().putAll(environment);
        return new ProgramProcess(program.start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                tell(bootstrapServers, BROKER, line);
                tell(answers, ANSWERS, line);
                tell(management, MANAGEMENT, line);
            }
        } catch (IOException e) {
            output.add("output ended: " + e.getMessage());
        }
        IllegalStateException ended = new IllegalStateException("the program ended before it was ready:\n" + output());
        List.of(bootstrapServers, answers, management).forEach(place -> place.completeExceptionally(ended));
    }

    private static void tell(CompletableFuture<String> place, Pattern said, String line) {
        Matcher found = said.matcher(line);
        if (found.find()) {
            place.complete(found.group(1));
        }
    }

    /** Waits until the embedded broker serves, and tells where. */
    public String bootstrapServers() throws Exception {
        return bootstrapServers.get(120, TimeUnit.SECONDS);
    }

    /** Waits until it serves questions or takes usage, and tells where. */
    public String answers() throws Exception {
        return answers.get(120, TimeUnit.SECONDS);
    }

    /** Waits until it tells its health, and tells where. */
    public String management() throws Exception {
        return management.get(120, TimeUnit.SECONDS);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -NAME}. */
    public void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new AssertionError("kill -" + name + " failed with " + code);
        }
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

    /** As Ctrl-C or {@code kill}; returns whether the program ended within ten seconds. */
    public boolean stop() throws InterruptedException {
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
