package io.bedrockmeter.alerts.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.bedrockmeter.runtime.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookNotifierTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private static final AlertLinks LINKS = new AlertLinks(Optional.of(URI.create("https://meter.example.com")));

    private record Received(String body, String signature) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private int status = 204;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add(new Received(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    exchange.getRequestHeaders().getFirst(WebhookNotifier.SIGNATURE)));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void an_alert_is_posted_with_a_signature_that_the_receiver_can_check() throws Exception {
        String receipt = webhook(true).send(List.of(Alerts.alert("search-month")), "any");

        assertThat(receipt).isEqualTo("HTTP 204");
        Received post = received.get(0);
        assertThat(new ObjectMapper().readTree(post.body()).path("alertId").asText())
                .isEqualTo("search-month/2026-11-01T00:00:00Z/80");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("shared secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        StringBuilder hex = new StringBuilder();
        for (byte each : mac.doFinal((NOW.getEpochSecond() + "." + post.body()).getBytes(StandardCharsets.UTF_8))) {
            hex.append(String.format("%02x", each));
        }
        assertThat(post.signature()).isEqualTo("t=" + NOW.getEpochSecond() + ",v1=" + hex);
    }

    @ParameterizedTest
    @CsvSource({"500, false", "503, false", "429, false", "408, false", "400, true", "404, true", "301, true"})
    void answers_that_may_change_are_tried_again(int answer, boolean permanent) {
        status = answer;

        assertThatThrownBy(() -> webhook(true).send(List.of(Alerts.alert("b")), "any"))
                .isInstanceOfSatisfying(
                        NotificationFailedException.class,
                        e -> assertThat(e.isPermanent()).isEqualTo(permanent))
                .hasMessageContaining("HTTP " + answer);
    }

    @Test
    void a_private_address_is_not_called_unless_allowed() {
        assertThatThrownBy(() -> webhook(false).send(List.of(Alerts.alert("b")), "any"))
                .isInstanceOf(NotificationFailedException.class)
                .hasMessageContaining("private address 127.0.0.1");
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "0.1.2.3",
                "100.64.0.1", "224.0.0.1", "::1", "fe80::1", "fc00::1", "fd12::1", "::ffff:10.0.0.1"
            })
    void addresses_of_private_networks_are_private(String address) throws IOException {
        assertThat(WebhookNotifier.isPrivate(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "100.128.0.1", "172.32.0.1", "2606:4700::1111"})
    void other_addresses_are_not(String address) throws IOException {
        assertThat(WebhookNotifier.isPrivate(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void a_host_that_does_not_listen_is_an_outage() {
        server.stop(0);

        assertThatThrownBy(() -> webhook(true).send(List.of(Alerts.alert("b")), "any"))
                .isInstanceOfSatisfying(
                        NotificationFailedException.class,
                        e -> assertThat(e.isPermanent()).isFalse());
    }

    @Test
    void the_destination_on_record_has_no_query() {
        WebhookConfig config =
                new WebhookConfig(URI.create("https://chat.example.com/hook?token=secret"), new Secret("s"), false);

        assertThat(new WebhookNotifier(config, AlertLinks.NONE).destinations(Alerts.alert("b")))
                .containsExactly("https://chat.example.com/hook");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a/b", "https://user:pass@host/", "no url", "https:///path", "mailto:a@b.c"})
    void what_is_no_webhook_is_refused(String url) {
        assertThat(WebhookConfig.parse(url)).isEmpty();
    }

    @Test
    void a_message_says_where_to_read_on() throws Exception {
        webhook(true).send(List.of(Alerts.alert("b")), "hook");

        assertThat(received.get(0).body()).contains("\"link\":\"https://meter.example.com/#/budgets/b\"");
    }

    private WebhookNotifier webhook(boolean allowPrivate) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
        return new WebhookNotifier(
                new WebhookConfig(url, new Secret("shared secret"), allowPrivate),
                LINKS,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
