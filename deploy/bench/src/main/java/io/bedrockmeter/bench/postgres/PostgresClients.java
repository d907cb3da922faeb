package io.bedrockmeter.bench.postgres;

import io.bedrockmeter.bench.workload.Book;
import io.bedrockmeter.bench.workload.Names;
import io.bedrockmeter.bench.workload.Sum;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.topics.Topics;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Clients that bring records from Kafka into PostgreSQL: one for each partition of the two topics. */
public final class PostgresClients {

    private final PostgresServer server;
    private final List<Thread> threads = new ArrayList<>();
    private final List<PartitionClient> clients = new ArrayList<>();
    private final LongAdder taken = new LongAdder();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** @param perStatement records that one statement, and so one transaction, takes in */
    public PostgresClients(
            PostgresServer server, KafkaSettings kafka, Map<String, RateSchedule> prices, int perStatement) {
        this.server = server;
        for (int partition = 0; partition < kafka.partitions(); partition++) {
            clients.add(new PartitionClient(
                    kafka, kafka.name(Topics.INVOCATIONS), partition, new CallStatement(prices), perStatement, taken));
            clients.add(new PartitionClient(
                    kafka, kafka.name(Topics.TAG_EVENTS), partition, new TagStatement(), perStatement, taken));
        }
    }

    public void start() {
        for (PartitionClient client : clients) {
            Thread thread = new Thread(
                    () -> {
                        try (Connection connection = server.connect()) {
                            client.run(connection);
                        } catch (SQLException | RuntimeException e) {
                            failure.compareAndSet(null, e);
                        }
                    },
                    "postgres-client");
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /**
     * Records whose effect is committed.
     *
     * @throws IllegalStateException when a client ended by itself
     */
    public long taken() {
        Throwable problem = failure.get();
        if (problem != null) {
            throw new IllegalStateException("a client of PostgreSQL ended", problem);
        }
        return taken.sum();
    }

    /** All totals. */
    public Book totals() throws SQLException {
        Book book = new Book();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(
                    "SELECT granularity, start, requests, input, output, cache_read, picos, tags, caller FROM totals"
                            + " WHERE requests <> 0")) {
                while (row.next()) {
                    String[] caller = row.getString(9).split("\\|", -1);
                    String tags = row.getString(8);
                    List<String> values = tags.isEmpty() ? Book.unattributed() : List.of(tags.split(",", -1));
                    book.put(
                            Book.cell(granularity(row), start(row), values, caller[0], caller[1], caller[2]), sum(row));
                }
            }
            try (ResultSet row = statement.executeQuery(
                    "SELECT granularity, start, requests, input, output, cache_read, picos, key, value FROM spend_by_tag"
                            + " WHERE requests <> 0")) {
                while (row.next()) {
                    book.put(Book.tag(granularity(row), start(row), row.getString(8), row.getString(9)), sum(row));
                }
            }
        }
        return book;
    }

    private static String granularity(ResultSet row) throws SQLException {
        return Granularity.values()[row.getInt(1)].wireName();
    }

    private static Instant start(ResultSet row) throws SQLException {
        return row.getObject(2, OffsetDateTime.class).toInstant();
    }

    private static Sum sum(ResultSet row) throws SQLException {
        return new Sum(
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getBigDecimal(7).longValueExact());
    }

    /** Ends the clients. */
    public void stop() throws InterruptedException {
        clients.forEach(PartitionClient::stop);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** The tags of an event as one text, in taxonomy order. */
    static String tags(Map<String, String> said) {
        return String.join(",", Names.TAG_KEYS.stream().map(said::get).toList());
    }
}
