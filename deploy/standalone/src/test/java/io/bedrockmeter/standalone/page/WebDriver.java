package io.bedrockmeter.standalone.page;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Debian's chromedriver, spoken to as the WebDriver standard says (W3C), which needs no library. */
final class WebDriver implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Pattern READY = Pattern.compile("started successfully on port (\\d+)");

    private final Process process;
    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();

    private WebDriver(Process process, int port) {
        this.process = process;
        this.url = "http://127.0.0.1:" + port;
    }

    /** Why there can be no browser here, empty where there can. */
    static Optional<String> missing() {
        List<String> missing = Stream.of(CHROMIUM, DRIVER)
                .filter(program -> !Files.isExecutable(program))
                .map(Path::toString)
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("no browser: " + String.join(" and ", missing)
                        + " missing; on Debian: apt-get install chromium chromium-driver");
    }

    static WebDriver start() throws IOException {
        Process process = new ProcessBuilder(DRIVER.toString(), "--port=0")
                .redirectErrorStream(true)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                drain(output);
                return new WebDriver(process, Integer.parseInt(ready.group(1)));
            }
        }
        throw new AssertionError("chromedriver ended before it was ready");
    }

    private static void drain(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "chromedriver output");
        reader.setDaemon(true);
        reader.start();
    }

    /** A browser without a window that can reach this machine only. */
    String newSession() {
        JsonObject chrome = new JsonObject()
                .put("binary", CHROMIUM.toString())
                .put(
                        "args",
                        JsonArray.of(
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--hide-scrollbars",
                                "--enable-precise-memory-info",
                                "--js-flags=--expose-gc",
                                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"));
        JsonObject always = new JsonObject()
                .put("browserName", "chrome")
                .put("goog:chromeOptions", chrome)
                .put("goog:loggingPrefs", new JsonObject().put("browser", "ALL").put("performance", "ALL"));
        JsonObject wanted = new JsonObject().put("capabilities", new JsonObject().put("alwaysMatch", always));
        return ((JsonObject) post("/session", wanted)).getString("sessionId");
    }

    Object post(String path, JsonObject body) {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode())));
    }

    void delete(String path) {
        send(HttpRequest.newBuilder(URI.create(url + path)).DELETE());
    }

    private Object send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            JsonObject answer = new JsonObject(response.body());
            if (response.statusCode() != 200) {
                throw new BrowserException(answer.getJsonObject("value").getString("message"));
            }
            Object value = answer.getValue("value");
            return value == null ? new JsonObject() : value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** What the browser could not do. */
    static final class BrowserException extends RuntimeException {
        BrowserException(String message) {
            super(message);
        }
    }
}
