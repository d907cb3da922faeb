package io.bedrockmeter.runtime.http;

import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A running face and a client of it. */
public final class Server implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int PATIENCE_MS = 10_000;

    public final Vertx vertx = Vertx.vertx();
    private final HttpFace face;

    public Server(HttpConfig config, AccessCheck access, Routes... routes) {
        this.face = HttpFace.start(vertx, config, access, List.of(routes));
    }

    static Server open(Routes... routes) {
        return new Server(HttpConfig.of("127.0.0.1", 0, "test.port"), AccessCheck.OPEN, routes);
    }

    static Server guarded(AccessCheck access) {
        return new Server(
                HttpConfig.of("127.0.0.1", 0, "test.port"),
                access,
                router -> router.get("/x").handler(context -> context.end("ok")));
    }

    int port() {
        return face.port();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The whole answer to bytes that a proper client would not send. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        face.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
