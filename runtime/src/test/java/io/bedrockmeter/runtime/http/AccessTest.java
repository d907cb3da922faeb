package io.bedrockmeter.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1", "127.8.8.8:1", "[::1]:80", "meter.localhost"})
    void without_keys_this_machine_may_ask(String host) throws IOException {
        try (Server server = Server.guarded(new LoopbackOnly())) {
            assertThat(server.raw("GET /x HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "10.0.0.1",
                "127",
                "0x7f.1",
                "dead"
            })
    void a_foreign_name_that_points_here_may_not(String host) throws IOException {
        try (Server server = Server.guarded(new LoopbackOnly())) {
            assertThat(server.raw("GET /x HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For"})
    void what_a_proxy_forwards_may_not(String header) {
        try (Server server = Server.guarded(new LoopbackOnly())) {
            HttpResponse<String> answer = server.send(server.request("/x").header(header, "203.0.113.9"));

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("\"forbidden\"");
        }
    }

    @Test
    void a_known_key_opens_in_either_header() {
        try (Server server = Server.guarded(new ApiKeys(Map.of("a", ApiKeys.hash("one"), "b", ApiKeys.hash("two"))))) {
            assertThat(server.send(server.request("/x").header("Authorization", "Bearer one"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.send(server.request("/x").header("X-API-Key", "two"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void no_key_and_a_wrong_key_are_told_how_to_come_in() {
        try (Server server = Server.guarded(new ApiKeys(Map.of("a", ApiKeys.hash("one"))))) {
            HttpResponse<String> none = server.get("/x");
            HttpResponse<String> wrong = server.send(server.request("/x").header("Authorization", "Bearer One"));
            HttpResponse<String> basic = server.send(server.request("/x").header("Authorization", "Basic one"));

            assertThat(none.statusCode()).isEqualTo(401);
            assertThat(none.headers().firstValue("www-authenticate")).contains("Bearer realm=\"bedrock-meter\"");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.body()).contains("the API key is not known").doesNotContain("One");
            assertThat(basic.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void the_hash_is_that_of_sha256sum() {
        assertThat(ApiKeys.hash("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void a_key_in_place_of_its_hash_is_refused_without_being_shown() {
        assertThatThrownBy(() -> new ApiKeys(Map.of("grafana", "my-secret")))
                .hasMessageContaining("grafana")
                .hasMessageContaining("64 hexadecimal digits")
                .hasMessageNotContaining("my-secret");
    }
}
