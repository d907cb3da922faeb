package io.bedrockmeter.ingest.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A local HTTP server that keeps what it was asked, and fails on demand. */
abstract class FakeEndpoint implements AutoCloseable {

    static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Deque<Fault>> faults = new HashMap<>();

    /** What it was asked, as {@code METHOD /path}. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** A failure to answer with, once; status 0 cuts the connection. */
    record Fault(int status, String code, Map<String, String> headers) {
        static Fault cut() {
            return new Fault(0, "", Map.of());
        }

        static Fault of(int status, String code) {
            return new Fault(status, code, Map.of());
        }
    }

    /** A request as it arrived; {@code target} names the operation in AWS's JSON protocols. */
    record Asked(
            String method,
            String path,
            Map<String, String> query,
            JsonNode body,
            String authorization,
            String target) {}

    /** What to answer. */
    record Answer(int status, JsonNode body) {
        static Answer ok(JsonNode body) {
            return new Answer(200, body);
        }
    }

    /** A refusal in the endpoint's own form. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        final int status;
        final String code;

        Refused(int status, String code) {
            super(code);
            this.status = status;
            this.code = code;
        }
    }

    FakeEndpoint() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Lets the next request whose {@code METHOD /path} begins so fail; several fail one after the other. */
    final synchronized void failNext(String start, Fault... next) {
        faults.computeIfAbsent(start, missing -> new ArrayDeque<>()).addAll(List.of(next));
    }

    final long countAsked(String start) {
        return asked.stream().filter(each -> each.startsWith(start)).count();
    }

    abstract Answer answer(Asked request) throws Refused;

    /** The body and headers of a refusal. */
    abstract JsonNode refusal(HttpExchange exchange, String code);

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private synchronized Fault fault(String what) {
        return faults.entrySet().stream()
                .filter(entry ->
                        what.startsWith(entry.getKey()) && !entry.getValue().isEmpty())
                .findFirst()
                .map(entry -> entry.getValue().remove())
                .orElse(new Fault(-1, "", Map.of()));
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        // The raw path: an ARN in it has an encoded slash.
        String path = URLDecoder.decode(exchange.getRequestURI().getRawPath(), StandardCharsets.UTF_8);
        String what = exchange.getRequestMethod() + " " + path;
        asked.add(what);
        Fault fault = fault(what);
        if (fault.status() == 0) {
            exchange.close();
            return;
        }
        if (fault.status() > 0) {
            fault.headers().forEach(exchange.getResponseHeaders()::set);
            send(exchange, fault.status(), refusal(exchange, fault.code()));
            return;
        }
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        try {
            Answer answer = answer(new Asked(
                    exchange.getRequestMethod(),
                    path,
                    query(exchange.getRequestURI().getRawQuery()),
                    body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body),
                    authorization == null ? "" : authorization,
                    Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("X-Amz-Target"), "")));
            send(exchange, answer.status(), answer.body());
        } catch (Refused e) {
            send(exchange, e.status, refusal(exchange, e.code));
        } catch (RuntimeException e) {
            send(exchange, 500, JSON.createObjectNode().put("message", "fake endpoint: " + e));
        }
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Map<String, String> query(@org.jspecify.annotations.Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                int equals = pair.indexOf('=');
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
