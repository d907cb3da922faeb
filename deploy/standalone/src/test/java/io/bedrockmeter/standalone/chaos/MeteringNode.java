package io.bedrockmeter.standalone.chaos;

import io.bedrockmeter.standalone.system.ProgramProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One of several metering processes, which keeps its address and its directory when it is started again. */
final class MeteringNode implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final int OK = 200;

    private final String bootstrapServers;
    private final int port;
    private final Path directory;
    private ProgramProcess process;

    private MeteringNode(String bootstrapServers, int port, Path directory, ProgramProcess process) {
        this.bootstrapServers = bootstrapServers;
        this.port = port;
        this.directory = directory;
        this.process = process;
    }

    static MeteringNode start(String bootstrapServers, int port, Path directory) throws IOException {
        return new MeteringNode(bootstrapServers, port, directory, launch(bootstrapServers, port, directory));
    }

    private static ProgramProcess launch(String bootstrapServers, int port, Path directory) throws IOException {
        return ProgramProcess.start(
                "384m",
                Map.of("BEDROCK_METER_METERING_STANDBY_REPLICAS", "1"),
                "metering",
                "--bootstrap-servers",
                bootstrapServers,
                "--data-dir",
                directory.toString(),
                "--http-port",
                Integer.toString(port),
                "--management-port",
                "0");
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** As {@code kill -9}. */
    void kill() {
        process.kill();
    }

    void signal(String name) throws IOException, InterruptedException {
        process.signal(name);
    }

    /** As Ctrl-C; returns whether it ended within ten seconds. */
    boolean stop() throws InterruptedException {
        return process.stop();
    }

    void startAgain() throws IOException {
        process.close();
        process = launch(bootstrapServers, port, directory);
    }

    /** What it printed since it was started last. */
    String output() {
        return process.output();
    }

    /** The totals of everything, empty while it does not answer with totals. */
    Optional<JsonObject> usage(String query) throws InterruptedException {
        URI uri = URI.create("http://" + address() + "/v1/usage" + query);
        try {
            HttpResponse<String> answer = CLIENT.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
            return answer.statusCode() == OK ? Optional.of(new JsonObject(answer.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
