package io.bedrockmeter.alerts.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** An SNS endpoint that speaks the query protocol: form in, XML out. Answers as told, then accepts everything unless told otherwise. */
public final class FakeSns implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** No name of the protocol. */
    private static final String ARRIVED = "(arrived)";

    private static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

    /** How the next request is answered. */
    enum Answer {
        ACCEPT,
        THROTTLE,
        FAIL,
        NOT_FOUND,
        INVALID_PARAMETER,
        FORBID,
        DROP_CONNECTION,
        /** Accepts, and the answer is lost. */
        ACCEPT_AND_DROP,
        /** Never answers. */
        HANG
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Map<String, String>> accepted = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> received = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> lost = new CopyOnWriteArrayList<>();
    private volatile Supplier<Answer> otherwise = () -> Answer.ACCEPT;

    public FakeSns() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    FakeSns answer(Answer... next) {
        answers.addAll(List.of(next));
        return this;
    }

    /** How requests are answered that nothing else is said about; asked by one thread at a time. */
    FakeSns otherwise(Supplier<Answer> answer) {
        otherwise = answer;
        return this;
    }

    /** The forms that were accepted and whose answer was lost. */
    List<Map<String, String>> lost() {
        return lost;
    }

    /** The forms that were accepted. */
    public List<Map<String, String>> accepted() {
        return accepted;
    }

    /** {@link System#nanoTime} when a form that was accepted had arrived. */
    public long arrivedNanos(Map<String, String> form) {
        return Long.parseLong(form.get(ARRIVED));
    }

    List<Map<String, String>> received() {
        return received;
    }

    /** Message attributes of a form: {@code MessageAttributes.entry.N.Name} and {@code .Value.StringValue}. */
    static Map<String, String> attributes(Map<String, String> form) {
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 1; form.containsKey("MessageAttributes.entry." + i + ".Name"); i++) {
            String entry = "MessageAttributes.entry." + i;
            attributes.put(form.get(entry + ".Name"), form.get(entry + ".Value.StringValue"));
        }
        return attributes;
    }

    /** The ids of the alerts of a form, be it one or several, as machines get them. */
    public static List<String> alertIds(Map<String, String> form) {
        try {
            JsonNode machine =
                    JSON.readTree(JSON.readTree(form.get("Message")).get("sqs").asText());
            List<String> ids = new ArrayList<>();
            for (JsonNode alert : machine.has("alerts") ? machine.get("alerts") : List.of(machine)) {
                ids.add(alert.get("alertId").asText());
            }
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The budgets of a form, be it one alert or several. */
    static List<String> budgetIds(Map<String, String> form) {
        String value = attributes(form).getOrDefault("budgetId", "");
        return value.startsWith("[")
                ? List.of(
                        value.substring(1, value.length() - 1).replace("\"", "").split(","))
                : List.of(value);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        form.put(ARRIVED, Long.toString(System.nanoTime()));
        received.add(form);
        Answer answer = next();
        switch (answer) {
            case ACCEPT -> accept(exchange, form);
            case THROTTLE -> error(exchange, 400, "Throttling", "Rate exceeded");
            case FAIL -> error(exchange, 500, "InternalFailure", "Something broke");
            case NOT_FOUND -> error(exchange, 404, "NotFound", "Topic does not exist");
            case INVALID_PARAMETER -> error(exchange, 400, "InvalidParameter", "Invalid parameter: Subject");
            case FORBID -> error(exchange, 403, "AuthorizationError", "not authorized to perform: SNS:Publish");
            case DROP_CONNECTION -> exchange.close();
            case ACCEPT_AND_DROP -> {
                lost.add(form);
                accepted.add(form);
                exchange.close();
            }
            case HANG -> hang(exchange);
        }
    }

    private synchronized Answer next() {
        return answers.isEmpty() ? otherwise.get() : answers.remove();
    }

    private static void hang(HttpExchange exchange) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            exchange.close();
        }
    }

    private void accept(HttpExchange exchange, Map<String, String> form) throws IOException {
        accepted.add(form);
        send(exchange, 200, """
                <PublishResponse xmlns="%s"><PublishResult><MessageId>%08d-0000-0000-0000-000000000000</MessageId>\
                </PublishResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>""".formatted(NAMESPACE, accepted.size()));
    }

    private static void error(HttpExchange exchange, int status, String code, String message) throws IOException {
        send(exchange, status, """
                <ErrorResponse xmlns="%s"><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>\
                <RequestId>r</RequestId></ErrorResponse>""".formatted(NAMESPACE, code, message));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new TreeMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            form.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
        return form;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
