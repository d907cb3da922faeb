package io.bedrockmeter.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, with the class path of this one. What it says on its standard output is read line by line. */
public final class JavaProcess implements AutoCloseable {

    private static final int MOST_LAST_LINES = 20;

    private final String name;
    private final Process process;
    private final BufferedReader output;
    private final Path errors;

    private JavaProcess(String name, Process process, Path errors) {
        this.name = name;
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.errors = errors;
    }

    /**
     * Starts a process.
     *
     * @param errors file that takes what it says on its standard error
     */
    public static JavaProcess start(
            String name, Path errors, List<String> flags, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            Files.createDirectories(errors.toAbsolutePath().getParent());
            Process process = new ProcessBuilder(command)
                    .redirectError(Redirect.appendTo(errors.toFile()))
                    .start();
            return new JavaProcess(name, process, errors);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** The next line it says, empty when it has ended. */
    public Optional<String> line() {
        try {
            return Optional.ofNullable(output.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what " + name + " says", e);
        }
    }

    /** The rest of the first line that starts with a word; fails when the process ends without saying it. */
    public String await(String word) {
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            if (line.get().startsWith(word)) {
                return line.get().substring(word.length()).strip();
            }
        }
        throw ended();
    }

    /** Tells the process that what it said was noted. */
    public void noted() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell " + name + " to go on", e);
        }
    }

    /** What to throw when the process ended too early. */
    public IllegalStateException ended() {
        return new IllegalStateException(name + " ended before it was done; the last it said:\n" + lastWords());
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(errors);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(" + errors + " cannot be read: " + e.getMessage() + ")";
        }
    }

    /** CPU time it and the processes it started have used so far, user and system. */
    public Duration cpu() {
        return process.descendants().map(JavaProcess::cpu).reduce(cpu(process.toHandle()), Duration::plus);
    }

    private static Duration cpu(ProcessHandle handle) {
        return handle.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Most memory it ever had resident, in bytes; 0 where the system does not tell. */
    public long peakResidentBytes() {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /** Waits until it has ended, but no longer than so. */
    public void awaitEnd(Duration patience) throws InterruptedException {
        process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** As {@code kill -9}, for it and the processes it started; returns when it is gone. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
        try {
            output.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
