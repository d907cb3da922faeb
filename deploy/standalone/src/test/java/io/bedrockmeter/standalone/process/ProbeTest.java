package io.bedrockmeter.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

final class ProbeTest {

    @Test
    void well_is_who_answers_200_and_nobody_else() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/livez", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/readyz", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        String port = Integer.toString(server.getAddress().getPort());
        try {
            assertThat(Probe.problem("/livez", port)).isEmpty();
            assertThat(Probe.problem("/readyz", port))
                    .hasValueSatisfying(problem -> assertThat(problem).contains("/readyz", port, "503"));
        } finally {
            server.stop(0);
        }
        assertThat(Probe.problem("/livez", port))
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("no answer to /livez"));
        assertThat(Probe.problem("/livez", "x")).isPresent();
    }
}
