package io.bedrockmeter.standalone.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Apicurio's registry server in a process of its own, with its storage in memory. It needs Java 21 and the distribution
 * {@code io.apicurio:apicurio-registry-app:3.3.3:tar.gz:all}, which .ci/run fetches into the local Maven repository.
 */
final class ApicurioRegistry implements AutoCloseable {

    private static final String VERSION = "3.3.3";
    private static final int LEAST_JAVA = 21;
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[0-9.]+:[0-9]+)");
    private static final Pattern FEATURE = Pattern.compile("\"?(\\d+).*");

    private final Process process;
    private final String url;

    private ApicurioRegistry(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Why it cannot be started here; empty when it can. */
    static Optional<String> missing() {
        if (!Files.isRegularFile(archive())) {
            return Optional.of("there is no " + archive() + "; fetch it with ./mvnw dependency:get"
                    + " -Dartifact=io.apicurio:apicurio-registry-app:" + VERSION + ":tar.gz:all -Dtransitive=false");
        }
        return java().isPresent()
                ? Optional.empty()
                : Optional.of("there is no JDK " + LEAST_JAVA + " or newer in JAVA_HOME, JAVA_HOME_* or /usr/lib/jvm");
    }

    /** Starts it and returns when it answers. */
    static ApicurioRegistry start(Path directory) throws IOException, InterruptedException {
        Process unpack = new ProcessBuilder("tar", "xzf", archive().toString(), "-C", directory.toString())
                .inheritIO()
                .start();
        if (unpack.waitFor() != 0) {
            throw new IOException("cannot unpack " + archive());
        }
        Process process = new ProcessBuilder(
                        java().orElseThrow().toString(),
                        "-Xmx256m",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=0",
                        "-Dquarkus.management.host=127.0.0.1",
                        "-Dquarkus.management.port=0",
                        "-jar",
                        "quarkus-run.jar")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        List<String> seen = new ArrayList<>();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.add(line);
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                drain(output);
                return new ApicurioRegistry(process, listening.group(1) + "/apis/ccompat/v7");
            }
        }
        throw new IOException("the registry ended before it listened:\n" + String.join("\n", seen));
    }

    /** URL of its Confluent interface. */
    String url() {
        return url;
    }

    /** So that it never waits for somebody to read what it prints. */
    private static void drain(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "registry-output");
        reader.setDaemon(true);
        reader.start();
    }

    private static Path archive() {
        Path repository = Optional.ofNullable(System.getProperty("maven.repo.local"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".m2", "repository"));
        return repository.resolve(
                "io/apicurio/apicurio-registry-app/" + VERSION + "/apicurio-registry-app-" + VERSION + "-all.tar.gz");
    }

    /** As .ci/run looks for JDKs. */
    private static Optional<Path> java() {
        List<Path> homes = new ArrayList<>();
        homes.add(Path.of(System.getProperty("java.home")));
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            if (variable.getKey().equals("JAVA_HOME") || variable.getKey().startsWith("JAVA_HOME_")) {
                homes.add(Path.of(variable.getValue()));
            }
        }
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            homes.addAll(Arrays.stream(installed.toFile().listFiles())
                    .map(file -> file.toPath())
                    .sorted()
                    .toList());
        }
        return homes.stream()
                .filter(home -> Files.isExecutable(home.resolve("bin/java")) && version(home) >= LEAST_JAVA)
                .map(home -> home.resolve("bin/java"))
                .findFirst();
    }

    private static int version(Path home) {
        Properties release = new Properties();
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .forEach(line -> release.put("v", line.substring(13)));
        } catch (IOException e) {
            return 0;
        }
        Matcher feature = FEATURE.matcher(release.getProperty("v", "0"));
        return feature.matches() ? Integer.parseInt(feature.group(1)) : 0;
    }

    /** Ends it at once, as a crash does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
