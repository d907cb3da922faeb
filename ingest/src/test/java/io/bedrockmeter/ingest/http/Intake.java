package io.bedrockmeter.ingest.http;

import io.bedrockmeter.ingest.log.Records;
import io.bedrockmeter.runtime.http.HttpConfig;
import io.bedrockmeter.runtime.http.HttpFace;
import io.bedrockmeter.runtime.http.ManagementRoutes;
import io.bedrockmeter.runtime.http.jwt.JwtAccess;
import io.bedrockmeter.runtime.http.jwt.JwtConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;

/** A running intake on a real server, Kafka in memory, and a client. */
final class Intake implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final MemoryKafka kafka = new MemoryKafka();
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final HttpIntake intake;
    private final Vertx vertx = Vertx.vertx();
    private final HttpFace face;

    private final Optional<JwtAccess> tokens;

    private Intake(HttpIntakeConfig config) {
        this(config, Optional.empty());
    }

    private Intake(HttpIntakeConfig config, Optional<JwtConfig> jwt) {
        tokens = jwt.map(believed -> JwtAccess.start(vertx, believed));
        intake = new HttpIntake(vertx, config, tokens, kafka::open, Records.CLOCK, registry);
        List<io.bedrockmeter.runtime.http.Routes> routes = new ArrayList<>(intake.routes());
        routes.add(new ManagementRoutes(registry, List.of(intake.health())));
        face = HttpFace.start(vertx, HttpConfig.of("127.0.0.1", 0, "ingest.http.port"), intake.access(), routes);
    }

    /** Without keys. */
    static Intake open() {
        return with(GroupCommitSettings.DEFAULT, IntakeLimits.DEFAULT);
    }

    static Intake with(GroupCommitSettings commit, IntakeLimits limits) {
        return new Intake(new HttpIntakeConfig("test", Optional.empty(), Duration.ofSeconds(2), commit, limits));
    }

    /** With a key file, looked at every 20 ms. */
    static Intake keyed(Path keys) {
        return new Intake(new HttpIntakeConfig(
                "test", Optional.of(keys), Duration.ofMillis(20), GroupCommitSettings.DEFAULT, IntakeLimits.DEFAULT));
    }

    /** With a key file, and tokens. */
    static Intake keyedOrWithTokens(Path keys, JwtConfig jwt) {
        return new Intake(
                new HttpIntakeConfig(
                        "test",
                        Optional.of(keys),
                        Duration.ofSeconds(2),
                        GroupCommitSettings.DEFAULT,
                        IntakeLimits.DEFAULT),
                Optional.of(jwt));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + face.port() + path))
                .timeout(PATIENCE);
    }

    HttpRequest.Builder post(String path, String contentType, byte[] body) {
        return request(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body));
    }

    HttpRequest.Builder post(String path, String contentType, String body) {
        return post(path, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    HttpRequest.Builder firehose(String requestId, byte[] body) {
        return post(FirehoseRoute.PATH, "application/json", body)
                .header("X-Amz-Firehose-Protocol-Version", "1.0")
                .header("X-Amz-Firehose-Request-Id", requestId)
                .header("X-Amz-Firehose-Source-Arn", "arn:aws:firehose:us-east-1:111122223333:deliverystream/meter");
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

    CompletableFuture<HttpResponse<String>> sending(HttpRequest.Builder request) {
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] gzip(String content) {
        return gzip(content.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        kafka.comeBack();
        face.close();
        intake.close();
        tokens.ifPresent(JwtAccess::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
