package io.bedrockmeter.bench.arm;

import io.bedrockmeter.bench.postgres.PostgresClients;
import io.bedrockmeter.bench.postgres.PostgresServer;
import io.bedrockmeter.bench.topics.Prices;
import io.bedrockmeter.bench.workload.Book;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/** PostgreSQL with eight clients. Its files are in the folder of temporary files, which must be a disk. */
final class PostgresArm implements Arm {

    private final Path directory;
    private final PostgresServer server;
    private final PostgresClients clients;

    PostgresArm(Task task, int perStatement) throws IOException, InterruptedException {
        this.directory = Files.createTempDirectory("bedrock-meter-bench-postgres-");
        this.server = PostgresServer.start(directory);
        this.clients = new PostgresClients(server, task.kafka(), Prices.read(task.kafka()), perStatement);
    }

    @Override
    public void start() {
        clients.start();
    }

    @Override
    public long taken() {
        return clients.taken();
    }

    @Override
    public Duration finish() {
        return Duration.ZERO;
    }

    @Override
    public Book totals() throws SQLException {
        return clients.totals();
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        clients.stop();
        server.stop();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
