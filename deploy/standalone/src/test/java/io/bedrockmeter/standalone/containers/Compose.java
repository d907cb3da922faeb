package io.bedrockmeter.standalone.containers;

import io.bedrockmeter.standalone.kafka.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The compose files of deploy/compose, as a project of its own on ports of its own. */
final class Compose implements AutoCloseable {

    private static final Path DEPLOY = Path.of("..").toAbsolutePath().normalize();
    private static final String KEY = "key-of-the-test";

    /** Hash of {@link #KEY}, as {@code printf %s KEY | sha256sum} prints it. */
    private static final String KEY_HASH = sha256(KEY);

    private final String project;
    private final List<String> files;
    private final Map<String, String> environment;

    private Compose(String project, List<String> files, Map<String, String> environment) {
        this.project = project;
        this.files = files;
        this.environment = environment;
    }

    /** Starts everything that has no profile, and returns at once. */
    static Compose up(Path scratch, String project, String... files) throws IOException {
        Path keys = Files.writeString(scratch.resolve(project + "-keys.yaml"), """
                keys:
                  - {id: test, sha256: %s, paths: ["/v1/*"]}
                """.formatted(KEY_HASH));
        Compose compose = new Compose(
                project,
                Stream.of(files).flatMap(file -> Stream.of("-f", file)).toList(),
                Map.of(
                        "KEYS_FILE", keys.toString(),
                        "KAFKA_PORT", "0",
                        "KAFKA_PORT_2", "0",
                        "KAFKA_PORT_3", "0",
                        "INGEST_PORT", "0",
                        "METERING_PORT", "0"));
        try {
            compose.run("up", "-d", "--no-build");
            return compose;
        } catch (AssertionError e) {
            compose.close();
            throw e;
        }
    }

    static String authorization() {
        return "Bearer " + KEY;
    }

    /** Runs {@code docker compose}, and returns what it printed. */
    String run(String... arguments) {
        List<String> command = new ArrayList<>(
                Engine.succeeds("docker", "compose", "version")
                        ? List.of("docker", "compose")
                        : List.of("docker-compose"));
        command.addAll(List.of("-p", project));
        command.addAll(files);
        command.addAll(List.of(arguments));
        return execute(environment, command);
    }

    /** The container of a service. */
    String container(String service) {
        return run("ps", "-q", service).strip();
    }

    /** Where a service's port 8080 is reached from here. */
    String address(String service) {
        return "http://" + run("port", service, "8080").strip();
    }

    /** One field of what the engine knows of a service's container. */
    String inspect(String service, String template) {
        return docker("inspect", "--format", template, container(service)).strip();
    }

    static String docker(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return execute(Map.of(), command);
    }

    @Override
    public void close() {
        run("down", "--volumes", "--timeout", "5");
    }

    private static String execute(Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(DEPLOY.resolve("compose").toFile())
                    .redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed:\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
