package io.bedrockmeter.bench.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of this process, from Debian's packages, in a new directory on disk. Every commit is flushed
 * ({@code fsync} and {@code synchronous_commit} are on); caches and the write-ahead log are sized for the load.
 */
public final class PostgresServer {

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final List<String> TUNING = List.of(
            "fsync=on",
            "synchronous_commit=on",
            "shared_buffers=1GB",
            "max_wal_size=8GB",
            "checkpoint_timeout=30min",
            "wal_compression=lz4",
            "jit=off",
            "timezone=UTC",
            "autovacuum_naptime=10s",
            "unix_socket_directories=",
            "listen_addresses=127.0.0.1");
    private static final int ATTEMPTS = 300;
    private static final long LOOK_AGAIN_MS = 100;
    private static final long STOP_SECONDS = 10;

    private final Process process;
    private final String url;

    private PostgresServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Where PostgreSQL's programs are, empty when it is not installed. */
    public static Optional<Path> programs() {
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Path::compareTo);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Starts a server with the schema in it.
     *
     * @param directory an empty directory, to be the server's own
     */
    public static PostgresServer start(Path directory) throws IOException, InterruptedException {
        Path bin = programs().orElseThrow(() -> new IllegalStateException("PostgreSQL is not installed"));
        Path data = directory.resolve("data");
        boolean root = "root".equals(System.getProperty("user.name"));
        if (root) {
            finish(new ProcessBuilder("chown", "postgres", directory.toString()));
        }
        finish(command(
                root,
                bin.resolve("initdb").toString(),
                "-U",
                "bench",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "-D",
                data.toString()));
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        List<String> words = new ArrayList<>(
                List.of(bin.resolve("postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        TUNING.forEach(setting -> words.addAll(List.of("-c", setting)));
        Process process = command(root, words.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.log").toFile())
                .start();
        PostgresServer server =
                new PostgresServer(process, "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=bench");
        server.prepare();
        return server;
    }

    /** PostgreSQL refuses to run as root. */
    private static ProcessBuilder command(boolean root, String... words) {
        List<String> command = new ArrayList<>();
        if (root) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.addAll(List.of(words));
        return new ProcessBuilder(command).directory(Path.of("/").toFile());
    }

    private static void finish(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command.command() + " failed: " + said);
        }
    }

    private void prepare() throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(schema());
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !process.isAlive()) {
                    throw new IllegalStateException("PostgreSQL does not serve: " + e.getMessage(), e);
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
            }
        }
    }

    private static String schema() {
        try (InputStream in = PostgresServer.class.getResourceAsStream("/postgres/schema.sql")) {
            if (in == null) {
                throw new IllegalStateException("no schema in this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** Ends it at once, since nobody needs what it holds; asked for by a signal, it gives its shared memory back. */
    public void stop() throws IOException, InterruptedException {
        finish(new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())));
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }
}
