package io.bedrockmeter.standalone.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.standalone.system.ProgramProcess;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** {@code run} in a process of its own, to be looked at. */
final class Meter implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LINES_PER_REQUEST = 500;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ProgramProcess process;
    private final String url;
    private final String key;

    private Meter(ProgramProcess process, String url, String key) {
        this.process = process;
        this.url = url;
        this.key = key;
    }

    /**
     * Starts one with further lines in its configuration.
     *
     * @param key sent with questions of the test, empty for none
     */
    static Meter start(Path directory, String key, String... configuration) throws Exception {
        List<String> lines =
                new ArrayList<>(List.of("dataDirectory: " + directory.resolve("data"), "management: {port: 0}"));
        lines.addAll(List.of(configuration));
        Path config = Files.write(directory.resolve("run.yaml"), lines);
        ProgramProcess process = ProgramProcess.start("run", "--config", config.toString());
        return new Meter(process, process.answers().replace("0.0.0.0", "127.0.0.1"), key);
    }

    /** On a broker of its own and any free port. */
    static Meter start(Path directory) throws Exception {
        return start(directory, "", "kafka: {embeddedPort: 0}", "http: {port: 0}");
    }

    String url() {
        return url;
    }

    /** The address of a view. */
    String page(String view) {
        return url + "/#/" + view;
    }

    /** Sends log records and waits until all are in the totals. */
    void take(List<String> records) throws Exception {
        long before = usage().getJsonObject("total").getLong("requests");
        send(records);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(usage().getJsonObject("total").getLong("requests"))
                        .isEqualTo(before + records.size()));
    }

    /** Sends log records. */
    void send(List<String> records) throws Exception {
        for (int start = 0; start < records.size(); start += LINES_PER_REQUEST) {
            List<String> some = records.subList(start, Math.min(records.size(), start + LINES_PER_REQUEST));
            HttpResponse<String> response = CLIENT.send(
                    HttpRequest.newBuilder(URI.create(url + "/v1/invocations"))
                            .header("Content-Type", "application/x-ndjson")
                            .header("X-API-Key", key)
                            .POST(BodyPublishers.ofString(String.join("\n", some)))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isLessThan(300);
        }
    }

    /** The answer to a question, once there is one. */
    JsonObject usage(String... namesAndValues) {
        return new JsonObject(get("/v1/usage", namesAndValues));
    }

    String get(String path, String... namesAndValues) {
        StringJoiner query = new StringJoiner("&", namesAndValues.length == 0 ? "" : "?", "");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            query.add(namesAndValues[i] + "=" + URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        URI uri = URI.create(url + path + query);
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> CLIENT.send(
                                HttpRequest.newBuilder(uri)
                                        .header("X-API-Key", key)
                                        .build(),
                                BodyHandlers.ofString()),
                        response -> response.statusCode() == 200)
                .body();
    }

    /** Exact costs by the values of a group, the values joined by a bar. */
    static Map<String, String> costs(JsonObject answer) {
        Map<String, String> costs = new TreeMap<>();
        for (Object each : answer.getJsonArray("groups")) {
            JsonObject group = (JsonObject) each;
            StringJoiner values = new StringJoiner("|");
            group.getJsonObject("key").forEach(value -> values.add(String.valueOf(value.getValue())));
            costs.put(values.toString(), group.getString("cost"));
        }
        return costs;
    }

    /** Tells it to end and waits a while; {@link #close} ends it in any case. */
    void stop() throws InterruptedException {
        process.stop();
    }

    @Override
    public void close() {
        process.close();
    }
}
