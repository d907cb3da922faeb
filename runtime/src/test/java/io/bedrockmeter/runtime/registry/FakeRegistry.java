package io.bedrockmeter.runtime.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks as much of the Confluent REST interface as a registry client needs. */
final class FakeRegistry implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_ID = 0x01020304;

    private final HttpServer server;
    private final Map<String, Integer> idBySchema = new ConcurrentHashMap<>();
    private final List<String> subjects = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Optional<String> refusal = Optional.empty();
    private volatile Optional<String> authorization = Optional.empty();

    FakeRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/subjects/", this::register);
        server.createContext("/schemas/ids/", this::schema);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** A schema that somebody else registered. */
    int add(String schema) {
        return idBySchema.computeIfAbsent(schema, unknown -> FIRST_ID + idBySchema.size());
    }

    /** Answers every further request with an error. */
    void refuse(String message) {
        refusal = Optional.of(message);
    }

    int requests() {
        return requests.get();
    }

    List<String> subjects() {
        return subjects;
    }

    Optional<String> authorization() {
        return authorization;
    }

    private void register(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        subjects.add(exchange.getRequestURI().getPath().split("/")[2]);
        int id = add(JSON.readTree(body).get("schema").asText());
        answer(exchange, 200, "{\"id\":" + id + "}");
    }

    private void schema(HttpExchange exchange) throws IOException {
        int id = Integer.parseInt(exchange.getRequestURI().getPath().split("/")[3]);
        Optional<String> schema = idBySchema.entrySet().stream()
                .filter(entry -> entry.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst();
        answer(
                exchange,
                schema.isPresent() ? 200 : 404,
                schema.map(text -> JSON.createObjectNode().put("schema", text).toString())
                        .orElse("{\"error_code\":40403,\"message\":\"Schema not found\"}"));
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        requests.incrementAndGet();
        authorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        int actual = refusal.isPresent() ? 422 : status;
        byte[] bytes = refusal.map(message -> "{\"message\":\"" + message + "\"}")
                .orElse(body)
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(actual, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
