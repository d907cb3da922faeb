package io.bedrockmeter.ingest.cloudwatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An endpoint for FilterLogEvents as CloudWatch Logs serves it (JSON 1.1): inclusive ranges, order by timestamp, pages with
 * tokens that are bound to their request. It can be told to fail, once or at random; then it also gives empty pages and
 * repeats events. AssumeRole is answered too.
 */
public final class FakeLogs implements AutoCloseable {

    /** A way to fail a request. */
    public enum Fault {
        THROTTLE,
        TOKEN_EXPIRED,
        CREDENTIALS_EXPIRED,
        SERVICE_FAILURE,
        CONNECTION_DROPPED
    }

    private static final String STREAM = CloudWatchConfig.BEDROCK_STREAM;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RANDOM_KINDS = 5;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Map<String, List<LogEvent>> eventsByGroup = new HashMap<>();
    private final Map<String, String> paramsByToken = new HashMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<JsonNode> requests = new ArrayList<>();
    private final List<String> assumedRoles = new ArrayList<>();
    private final List<String> keyIds = new ArrayList<>();
    private Optional<Random> chaos = Optional.empty();
    private int pageSize = 10_000;

    /** Starts to answer on a free port. */
    public FakeLogs() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Where the SDK is to be pointed. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Makes an event visible. */
    public void add(String group, String id, long timestampMs, String message) {
        add(group, new LogEvent(id, timestampMs, message));
    }

    synchronized void add(String group, LogEvent event) {
        eventsByGroup.computeIfAbsent(group, absent -> new ArrayList<>()).add(event);
    }

    /** How many events a page holds at most. */
    public synchronized void pagesOf(int events) {
        pageSize = events;
    }

    /** The next request fails in this way. */
    public synchronized void failNext(Fault fault) {
        faults.add(fault);
    }

    /** Every third request fails or is answered oddly. */
    public synchronized void misbehave(Random random) {
        chaos = Optional.of(random);
    }

    /** Ends {@link #misbehave}. */
    public synchronized void behave() {
        chaos = Optional.empty();
    }

    /** Every FilterLogEvents request so far. */
    public synchronized List<JsonNode> requests() {
        return List.copyOf(requests);
    }

    synchronized List<String> assumedRoles() {
        return List.copyOf(assumedRoles);
    }

    /** The access keys with which requests were signed. */
    synchronized List<String> keyIds() {
        return List.copyOf(keyIds);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String target = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    .orElse("");
            if (target.isEmpty()) {
                answerXml(exchange, body);
            } else if (target.equals("Logs_20140328.FilterLogEvents")) {
                filter(exchange, JSON.readTree(body));
            } else {
                answer(exchange, 400, error("UnknownOperationException", target));
            }
        }
    }

    private synchronized void filter(HttpExchange exchange, JsonNode request) throws IOException {
        requests.add(request);
        keyIds.add(exchange.getRequestHeaders().getFirst("Authorization").replaceAll(".*Credential=([^/]*)/.*", "$1"));
        Optional<Fault> fault = faults.isEmpty() ? randomFault() : Optional.of(faults.remove());
        if (fault.isPresent() && !(fault.get() == Fault.TOKEN_EXPIRED && !request.has("nextToken"))) {
            fail(exchange, fault.get());
            return;
        }
        String group = request.path("logGroupName")
                .asText(request.path("logGroupIdentifier").asText());
        if (!eventsByGroup.containsKey(group)) {
            answer(exchange, 400, error("ResourceNotFoundException", "The specified log group does not exist."));
            return;
        }
        String params =
                group + request.path("startTime") + "-" + request.path("endTime") + request.path("logStreamNames");
        String token = request.path("nextToken").asText("");
        if (!token.isEmpty() && !params.equals(paramsByToken.get(token))) {
            answer(exchange, 400, error("InvalidParameterException", "The specified nextToken is invalid."));
            return;
        }
        answer(exchange, 200, page(request, group, params, token));
    }

    private ObjectNode page(JsonNode request, String group, String params, String token) {
        int limit = Math.min(pageSize, request.path("limit").asInt());
        boolean wanted = request.path("logStreamNames").path(0).asText().equals(STREAM);
        List<LogEvent> matching = eventsByGroup.getOrDefault(group, List.of()).stream()
                .filter(event -> wanted
                        && event.timestampMs() >= request.path("startTime").asLong()
                        && event.timestampMs() <= request.path("endTime").asLong())
                .sorted(Comparator.comparingLong(LogEvent::timestampMs))
                .toList();
        int from = token.isEmpty() ? 0 : Integer.parseInt(token.substring(token.indexOf('@') + 1));
        boolean empty = odd(4);
        int to = Math.min(matching.size(), empty ? from : from + limit);
        int first = from > 0 && odd(4) ? Math.max(0, from - 2) : Math.min(from, matching.size());
        ObjectNode page = JSON.createObjectNode();
        ArrayNode events = page.putArray("events");
        matching.subList(Math.min(first, to), to)
                .forEach(event -> events.addObject()
                        .put("eventId", event.id())
                        .put("timestamp", event.timestampMs())
                        .put("ingestionTime", event.timestampMs() + 10_000)
                        .put("logStreamName", STREAM)
                        .put("message", event.message()));
        if (to < matching.size()) {
            String next = "t" + paramsByToken.size() + "@" + Math.max(to, from);
            paramsByToken.put(next, params);
            page.put("nextToken", next);
        }
        return page;
    }

    private boolean odd(int oneIn) {
        return chaos.map(random -> random.nextInt(oneIn) == 0).orElse(false);
    }

    private Optional<Fault> randomFault() {
        return chaos.filter(random -> random.nextInt(3) == 0)
                .map(random -> Fault.values()[random.nextInt(RANDOM_KINDS)]);
    }

    private static void fail(HttpExchange exchange, Fault fault) throws IOException {
        switch (fault) {
            case THROTTLE -> answer(exchange, 400, error("ThrottlingException", "Rate exceeded"));
            case TOKEN_EXPIRED ->
                answer(exchange, 400, error("InvalidParameterException", "The specified nextToken is invalid."));
            case CREDENTIALS_EXPIRED ->
                answer(exchange, 400, error("ExpiredTokenException", "The security token is expired"));
            case SERVICE_FAILURE -> answer(exchange, 503, error("ServiceUnavailableException", "try later"));
            case CONNECTION_DROPPED -> {
                exchange.sendResponseHeaders(200, 1_000);
                exchange.getResponseBody().write("{\"events\":[{\"eventId\"".getBytes(UTF_8));
            }
        }
    }

    private static ObjectNode error(String code, String message) {
        return JSON.createObjectNode().put("__type", code).put("message", message);
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode json) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(json);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private synchronized void answerXml(HttpExchange exchange, String form) throws IOException {
        assumedRoles.add(form);
        byte[] bytes = """
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>\
                <AccessKeyId>ASSUMED%d</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
                <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>\
                """.formatted(assumedRoles.size()).getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/xml");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
