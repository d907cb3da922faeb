package io.bedrockmeter.runtime.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class HttpFaceTest {

    private static final int PIECE_MS = 50;
    private static final int MOST_PIECES = 400;

    private static final Routes ECHO = router -> {
        router.get("/x").handler(context -> context.end("ok"));
        router.get("/long").handler(context -> context.end("a".repeat(5_000)));
        router.post("/x")
                .handler(context -> context.end("read " + context.body().length()));
        router.get("/broken").handler(context -> {
            throw new IllegalStateException("a secret inside");
        });
        router.get("/refused").handler(context -> {
            throw new ProblemException(
                    Problem.passing(ErrorCode.NOT_READY, "stores are being restored", Duration.ofSeconds(7)));
        });
        router.get("/typed")
                .handler(context -> context.end(MediaTypes.choose(context, List.of("application/json", "text/csv"))));
    };

    @Test
    void a_port_that_is_taken_is_named_with_its_setting() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            HttpConfig config = HttpConfig.of("127.0.0.1", taken.getLocalPort(), "metering.http.port");

            assertThatThrownBy(() -> new Server(config, AccessCheck.OPEN))
                    .isInstanceOf(HttpUnavailableException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " is taken")
                    .hasMessageContaining("set metering.http.port to another port");
        }
    }

    @Test
    void an_address_of_another_machine_is_named_with_its_setting() {
        HttpConfig config = HttpConfig.of("203.0.113.1", 0, "metering.http.port");

        assertThatThrownBy(() -> new Server(config, AccessCheck.OPEN))
                .isInstanceOf(HttpUnavailableException.class)
                .hasMessageContaining("cannot listen on 203.0.113.1:0 (metering.http.port)");
    }

    @Test
    void every_answer_has_security_headers() {
        try (Server server = Server.open(ECHO)) {
            for (String path : List.of("/x", "/nothing", "/broken")) {
                HttpResponse<String> answer = server.get(path);

                assertThat(answer.headers()
                                .firstValue("content-security-policy")
                                .orElseThrow())
                        .startsWith("default-src 'self';");
                assertThat(answer.headers().firstValue("x-content-type-options"))
                        .contains("nosniff");
                assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
            }
        }
    }

    @Test
    void unknown_paths_and_methods_are_problems() {
        try (Server server = Server.open(ECHO)) {
            HttpResponse<String> path = server.get("/nothing");
            HttpResponse<String> method = server.send(server.request("/x").DELETE());

            assertThat(path.statusCode()).isEqualTo(404);
            assertThat(path.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(new JsonObject(path.body()).getString("code")).isEqualTo("not-found");
            assertThat(method.statusCode()).isEqualTo(405);
            assertThat(new JsonObject(method.body()).getString("code")).isEqualTo("method-not-allowed");
        }
    }

    @Test
    void what_breaks_inside_is_not_told_outside() {
        try (Server server = Server.open(ECHO)) {
            HttpResponse<String> answer = server.get("/broken");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("\"internal\"").doesNotContain("secret");
        }
    }

    @Test
    void a_passing_problem_says_when_to_ask_again() {
        try (Server server = Server.open(ECHO)) {
            HttpResponse<String> answer = server.get("/refused");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).contains("7");
            assertThat(new JsonObject(answer.body()).getString("detail")).isEqualTo("stores are being restored");
        }
    }

    @Test
    void bodies_over_the_limit_are_refused_with_and_without_a_length() {
        HttpConfig config = HttpConfig.of("127.0.0.1", 0, "test.port").withMaxBodyBytes(100);
        try (Server server = new Server(config, AccessCheck.OPEN, ECHO)) {
            HttpResponse<String> fits =
                    server.send(server.request("/x").POST(BodyPublishers.ofString("a".repeat(100))));
            HttpResponse<String> declared =
                    server.send(server.request("/x").POST(BodyPublishers.ofString("a".repeat(101))));
            HttpResponse<String> chunked = server.send(
                    server.request("/x").POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("a".repeat(101)))));

            assertThat(fits.body()).isEqualTo("read 100");
            assertThat(declared.statusCode()).isEqualTo(413);
            assertThat(chunked.statusCode()).isEqualTo(413);
            assertThat(new JsonObject(chunked.body()).getString("code")).isEqualTo("body-too-large");
        }
    }

    @Test
    void headers_and_request_lines_over_the_limit_are_refused() {
        try (Server server = Server.open(ECHO)) {
            HttpResponse<String> line = server.get("/x?" + "a".repeat(20_000));
            HttpResponse<String> header = server.send(server.request("/x").header("X-Long", "a".repeat(20_000)));

            assertThat(line.statusCode()).isEqualTo(414);
            assertThat(new JsonObject(line.body()).getString("code")).isEqualTo("uri-too-long");
            assertThat(header.statusCode()).isEqualTo(431);
            assertThat(new JsonObject(header.body()).getString("code")).isEqualTo("headers-too-large");
        }
    }

    @Test
    void bytes_that_are_no_http_are_refused_and_hurt_nobody() throws IOException {
        try (Server server = Server.open(ECHO)) {
            String answer = server.raw("\u0016\u0003\u0001 hello\r\n\r\n");

            assertThat(answer).contains(" 400 Bad Request").contains("malformed-request");
            assertThat(server.get("/x").body()).isEqualTo("ok");
        }
    }

    @Test
    void long_answers_are_compressed_for_those_who_take_gzip() {
        try (Server server = Server.open(ECHO)) {
            HttpResponse<String> compressed =
                    server.send(server.request("/long").header("Accept-Encoding", "gzip"));
            HttpResponse<String> plain = server.get("/long");

            assertThat(compressed.headers().firstValue("content-encoding")).contains("gzip");
            assertThat(compressed.body().length()).isLessThan(200);
            assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
        }
    }

    @Test
    void the_best_liked_media_type_is_chosen() {
        try (Server server = Server.open(ECHO)) {
            assertThat(typed(server, "*/*")).isEqualTo("application/json");
            assertThat(typed(server, "text/html, text/csv;q=0.5, application/json;q=0.1"))
                    .isEqualTo("text/csv");
            assertThat(typed(server, "text/*")).isEqualTo("text/csv");
            assertThat(typed(server, "image/png")).contains("not-acceptable");
            assertThat(server.get("/typed").body()).isEqualTo("application/json");
        }
    }

    private static String typed(Server server, String accept) {
        HttpRequest.Builder request = server.request("/typed").header("Accept", accept);
        return server.send(request).body();
    }

    @Test
    void a_refused_client_that_keeps_sending_its_body_is_cut_off() throws IOException {
        AccessCheck nobody = request -> new Access.Unauthenticated("no API key was sent");
        try (Server server = Server.guarded(nobody);
                Socket socket = new Socket("127.0.0.1", server.port())) {
            assertThat(statusAndEndOf(socket, "POST /x"))
                    .startsWith("HTTP/1.1 401")
                    .endsWith("cut off");
        }
    }

    @Test
    void a_body_that_does_not_come_in_time_is_refused_and_cut_off() throws IOException {
        HttpConfig config = HttpConfig.of("127.0.0.1", 0, "test.port").withIdleTimeout(Duration.ofSeconds(1));
        try (Server server = new Server(config, AccessCheck.OPEN, ECHO);
                Socket socket = new Socket("127.0.0.1", server.port())) {
            assertThat(statusAndEndOf(socket, "POST /x"))
                    .startsWith("HTTP/1.1 408")
                    .endsWith("cut off");
        }
    }

    @Test
    void a_refused_client_that_ends_its_body_may_ask_again_on_the_same_connection() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        AccessCheck second = request -> asked.incrementAndGet() == 1
                ? new Access.Unauthenticated("no API key was sent")
                : new Access.Allowed("somebody");
        try (Server server = Server.guarded(second)) {
            String answers = server.raw("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody"
                    + "GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertThat(answers).startsWith("HTTP/1.1 401").contains("HTTP/1.1 200");
        }
    }

    /** What is answered to a body that comes piece by piece without an end, and how the connection ends. */
    private static String statusAndEndOf(Socket socket, String method) throws IOException {
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        out.write((method + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n").getBytes(ISO_8859_1));
        socket.setSoTimeout(PIECE_MS);
        for (int piece = 0; piece < MOST_PIECES; piece++) {
            try {
                out.write("1\r\nx\r\n".getBytes(ISO_8859_1));
                int read = in.read();
                for (; read >= 0; read = in.read()) {
                    answer.append((char) read);
                }
                return answer.append("cut off").toString();
            } catch (SocketTimeoutException e) {
                // Nothing to read yet: the next piece.
                assertThat(e).isNotNull();
            } catch (SocketException e) {
                return answer.append("cut off").toString();
            }
        }
        return answer.append("still open").toString();
    }
}
