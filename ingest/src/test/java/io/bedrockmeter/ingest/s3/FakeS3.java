package io.bedrockmeter.ingest.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An endpoint for ListObjectsV2, GetObject (REST XML, path style) and for ReceiveMessage and DeleteMessage of SQS (JSON
 * 1.0). Downloads can be cut off.
 */
public final class FakeS3 implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 2;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final TreeMap<String, byte[]> objects = new TreeMap<>();
    private final Map<String, String> messages = new LinkedHashMap<>();
    private final List<String> downloads = new ArrayList<>();
    private int listings;
    private int cutOffs;

    /** Starts to answer on a free port. */
    public FakeS3() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Where the SDK is to be pointed. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Creates or replaces an object. */
    public synchronized void put(String key, byte[] content) {
        objects.put(key, content);
    }

    synchronized void send(String receipt, String message) {
        messages.put(receipt, message);
    }

    /** The next downloads end in the middle. */
    public synchronized void cutOff(int times) {
        cutOffs = times;
    }

    /** Keys in the order they were asked for. */
    public synchronized List<String> downloads() {
        return List.copyOf(downloads);
    }

    synchronized int listings() {
        return listings;
    }

    synchronized int messages() {
        return messages.size();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            if (target != null) {
                queue(exchange, target, new String(body, UTF_8));
            } else if (exchange.getRequestURI().getRawQuery() != null
                    && exchange.getRequestURI().getRawQuery().contains("list-type=2")) {
                answer(exchange, 200, "application/xml", list(query(exchange)).getBytes(UTF_8));
            } else {
                download(exchange, exchange.getRequestURI().getPath().replaceFirst("^/[^/]*/", ""));
            }
        }
    }

    private synchronized void download(HttpExchange exchange, String key) throws IOException {
        downloads.add(key);
        byte[] content = objects.get(key);
        if (content == null) {
            answer(exchange, 404, "application/xml", "<Error><Code>NoSuchKey</Code></Error>".getBytes(UTF_8));
        } else if (cutOffs > 0) {
            cutOffs--;
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, content.length / 2);
            exchange.getResponseBody().flush();
        } else {
            answer(exchange, 200, "binary/octet-stream", content);
        }
    }

    private synchronized String list(Map<String, String> query) {
        listings++;
        String prefix = query.getOrDefault("prefix", "");
        String after = query.getOrDefault("continuation-token", "");
        TreeSet<String> entries = new TreeSet<>();
        for (String key : objects.keySet()) {
            int slash = key.startsWith(prefix) ? key.indexOf('/', prefix.length()) : -1;
            if (key.startsWith(prefix)) {
                entries.add(slash < 0 ? key : key.substring(0, slash + 1));
            }
        }
        StringBuilder xml = new StringBuilder("<ListBucketResult>");
        List<String> page = entries.tailSet(after, false).stream().limit(PAGE).toList();
        for (String entry : page) {
            xml.append(
                    entry.endsWith("/")
                            ? "<CommonPrefixes><Prefix>" + entry + "</Prefix></CommonPrefixes>"
                            : "<Contents><Key>" + entry + "</Key><ETag>&quot;e&quot;</ETag></Contents>");
        }
        boolean more = !page.isEmpty() && !page.get(page.size() - 1).equals(entries.last());
        xml.append("<IsTruncated>").append(more).append("</IsTruncated>");
        if (more) {
            xml.append("<NextContinuationToken>")
                    .append(page.get(page.size() - 1))
                    .append("</NextContinuationToken>");
        }
        return xml.append("</ListBucketResult>").toString();
    }

    private synchronized void queue(HttpExchange exchange, String target, String body) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        if (target.equals("AmazonSQS.ReceiveMessage")) {
            messages.forEach((receipt, message) -> json.withArray("Messages")
                    .addObject()
                    .put("MessageId", receipt)
                    .put("ReceiptHandle", receipt)
                    .put("Body", message)
                    .put("MD5OfBody", md5(message)));
        } else {
            messages.remove(JSON.readTree(body).path("ReceiptHandle").asText());
        }
        answer(exchange, 200, "application/x-amz-json-1.0", JSON.writeValueAsBytes(json));
    }

    private static String md5(String text) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> values = new HashMap<>();
        for (String part : exchange.getRequestURI().getRawQuery().split("&")) {
            String[] pair = part.split("=", 2);
            values.put(pair[0], Optional.of(URLDecoder.decode(pair[1], UTF_8)).orElse(""));
        }
        return values;
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
