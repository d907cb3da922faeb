package io.bedrockmeter.alerts.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.alerts.board.Board;
import io.bedrockmeter.alerts.board.BoardRecords;
import io.bedrockmeter.alerts.board.BoardSource;
import io.bedrockmeter.alerts.budgets.BudgetChange;
import io.bedrockmeter.alerts.budgets.BudgetStore;
import io.bedrockmeter.alerts.delivery.AlertLinks;
import io.bedrockmeter.alerts.delivery.ConsoleNotifier;
import io.bedrockmeter.alerts.delivery.SnsNotifier;
import io.bedrockmeter.runtime.http.AccessCheck;
import io.bedrockmeter.runtime.http.HttpConfig;
import io.bedrockmeter.runtime.http.HttpFace;
import io.bedrockmeter.runtime.http.LoopbackOnly;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** The paths of budgets and alerts on a server, over a board in memory, and a client of it. */
final class AlertsServer implements AutoCloseable {

    static final int MOST_ALERTS = 50;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final BoardRecords records;
    private final Board board = new Board(Topics.DEFAULT_PREFIX, MOST_ALERTS);
    private final Vertx vertx = Vertx.vertx();
    private final AlertsRoutes routes;
    private final HttpFace face;
    private volatile boolean ready = true;
    private volatile boolean kafkaAway;

    private AlertsServer(AccessCheck access) {
        this.records = new BoardRecords(board);
        this.routes = new AlertsRoutes(
                vertx,
                new Source(),
                new Store(),
                List.of(
                        new ConsoleNotifier(new PrintStream(PrintStream.nullOutputStream())),
                        new SnsNotifier(Optional.empty(), AlertLinks.NONE)),
                new AlertLinks(Optional.of(URI.create("https://meter.example.com"))),
                new SimpleMeterRegistry(),
                Clock.fixed(BoardRecords.NOW, ZoneOffset.UTC));
        this.face = HttpFace.start(vertx, HttpConfig.of("127.0.0.1", 0, "http.port"), access, List.of(routes));
    }

    static AlertsServer start() {
        return start(new LoopbackOnly());
    }

    static AlertsServer start(AccessCheck access) {
        return new AlertsServer(access);
    }

    void setReady(boolean nowReady) {
        ready = nowReady;
    }

    void setKafkaAway(boolean nowAway) {
        kafkaAway = nowAway;
    }

    HttpResponse<String> get(String path, String... namesAndValues) {
        return send(HttpRequest.newBuilder(uri(path, namesAndValues)));
    }

    JsonNode ok(String path, String... namesAndValues) {
        HttpResponse<String> answer = get(path, namesAndValues);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + ": " + answer.body());
        }
        return json(answer);
    }

    HttpResponse<String> put(String id, String mediaType, String body) {
        return send(HttpRequest.newBuilder(uri("/v1/budgets/" + id))
                .header("Content-Type", mediaType)
                .PUT(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> putYaml(String id, String body) {
        return put(id, "application/yaml", body);
    }

    HttpResponse<String> delete(String id) {
        return send(HttpRequest.newBuilder(uri("/v1/budgets/" + id)).DELETE());
    }

    URI uri(String path, String... namesAndValues) {
        StringJoiner query = new StringJoiner("&", namesAndValues.length == 0 ? "" : "?", "");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            query.add(namesAndValues[i] + "=" + URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return URI.create("http://localhost:" + face.port() + path + query);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        routes.close();
        face.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private final class Source implements BoardSource {

        @Override
        public Optional<Board> board() {
            return ready ? Optional.of(board) : Optional.empty();
        }

        @Override
        public void awaitBudget(long offset) {
            // What the store writes the board has read at once.
        }
    }

    private final class Store implements BudgetStore {

        @Override
        public BudgetChange put(Budget budget) {
            requireKafka();
            Optional<Budget> before = Optional.ofNullable(board.budgets().get(budget.id()));
            return before.filter(budget::equals).isPresent()
                    ? new BudgetChange(before, before, Optional.empty())
                    : new BudgetChange(before, Optional.of(budget), Optional.of(records.put(budget)));
        }

        @Override
        public BudgetChange remove(String id) {
            requireKafka();
            Optional<Budget> before = Optional.ofNullable(board.budgets().get(id));
            return new BudgetChange(before, Optional.empty(), before.map(budget -> records.remove(Topics.BUDGETS, id)));
        }

        private void requireKafka() {
            if (kafkaAway) {
                throw new KafkaUnavailableException("the brokers are away", null);
            }
        }
    }
}
