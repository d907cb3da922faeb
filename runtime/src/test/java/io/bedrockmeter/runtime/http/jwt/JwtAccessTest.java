package io.bedrockmeter.runtime.http.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.runtime.http.AccessCheck;
import io.bedrockmeter.runtime.http.ApiKeys;
import io.bedrockmeter.runtime.http.Grant;
import io.bedrockmeter.runtime.http.HttpConfig;
import io.bedrockmeter.runtime.http.HttpFace;
import io.bedrockmeter.runtime.http.PathSet;
import io.bedrockmeter.runtime.http.Server;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtAccessTest {

    private static final KeyPair RSA = TokenIssuer.rsa();
    private static final KeyPair OTHER_RSA = TokenIssuer.rsa();
    private static final KeyPair EC = TokenIssuer.ec();
    private static final Vertx VERTX = Vertx.vertx();

    private final TokenIssuer issuer = new TokenIssuer();

    @TempDir
    Path directory;

    @BeforeEach
    void publish() {
        issuer.publish("rsa-1", TokenIssuer.jwk(RSA));
        issuer.publish("ec-1", TokenIssuer.jwk(EC));
        issuer.publish("secret-1", new JsonObject().put("kty", "oct").put("k", "c2VjcmV0"));
        issuer.publish("enc-1", TokenIssuer.jwk(OTHER_RSA).put("use", "enc"));
    }

    @AfterEach
    void end() {
        issuer.close();
    }

    @AfterAll
    static void endVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private JwtConfig config() {
        return config(new JwksLocation.Url(URI.create(issuer.url())), Duration.ofMinutes(5), Duration.ZERO);
    }

    private static JwtConfig config(JwksLocation jwks, Duration refresh, Duration unknownKeyInterval) {
        Grant writer = new Grant("writers", new PathSet(Set.of("/x")), Map.of(), Set.of(), Set.of(), 0);
        return new JwtConfig(
                TokenIssuer.ISSUER,
                TokenIssuer.AUDIENCE,
                jwks,
                Set.of("RS256", "ES256"),
                Duration.ofSeconds(30),
                refresh,
                unknownKeyInterval,
                "sub",
                List.of(new ClaimGrant("roles", "writer", writer, Map.of())));
    }

    /** A server with these tokens, and a client of it. */
    private static final class Guarded implements AutoCloseable {
        final JwtAccess access;
        final Server server;

        Guarded(JwtConfig config) {
            access = JwtAccess.start(VERTX, config);
            server = new Server(HttpConfig.of("127.0.0.1", 0, "test.port"), access, router -> {
                router.get("/x").handler(context -> context.end(HttpFace.caller(context)));
                router.get("/y").handler(context -> context.end("not reached"));
                router.post("/x").handler(context -> context.end(context.body().buffer()));
            });
        }

        HttpResponse<String> get(String path, String token) {
            return server.send(server.request(path).header("Authorization", "Bearer " + token));
        }

        @Override
        public void close() {
            server.close();
            access.close();
        }
    }

    private static String good() {
        return TokenIssuer.token("RS256", "rsa-1", RSA.getPrivate(), TokenIssuer.claims());
    }

    @Test
    void a_token_of_the_issuer_lets_its_caller_in_under_its_name() {
        try (Guarded guarded = new Guarded(config())) {
            HttpResponse<String> rsa = guarded.get("/x", good());
            HttpResponse<String> ec =
                    guarded.get("/x", TokenIssuer.token("ES256", "ec-1", EC.getPrivate(), TokenIssuer.claims()));

            assertThat(rsa.body()).isEqualTo("jwt:gateway-7");
            assertThat(ec.statusCode()).isEqualTo(200);
        }
    }

    private static Map<String, String> forgeries() {
        JsonObject claims = TokenIssuer.claims();
        long now = Instant.now().getEpochSecond();
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("no signature", TokenIssuer.unsigned("none", "rsa-1", claims) + ".");
        tokens.put("signature left out", TokenIssuer.unsigned("RS256", "rsa-1", claims) + ".");
        tokens.put(
                "public key as shared secret",
                TokenIssuer.sharedSecretToken("rsa-1", RSA.getPublic().getEncoded(), claims));
        tokens.put(
                "shared secret of the set",
                TokenIssuer.sharedSecretToken("secret-1", "secret".getBytes(StandardCharsets.UTF_8), claims));
        tokens.put("other issuer", signed(claims.copy().put("iss", "https://evil.example/")));
        tokens.put("no issuer", signed(without(claims, "iss")));
        tokens.put("other audience", signed(claims.copy().put("aud", "other")));
        tokens.put("no audience", signed(without(claims, "aud")));
        tokens.put("expired", signed(claims.copy().put("exp", now - 40)));
        tokens.put("never expires", signed(without(claims, "exp")));
        tokens.put("expires in words", signed(claims.copy().put("exp", "tomorrow")));
        tokens.put("valid in words", signed(claims.copy().put("nbf", "now")));
        tokens.put("audience of no kind", signed(claims.copy().put("aud", new JsonObject())));
        tokens.put("issuer of no kind", signed(claims.copy().put("iss", 7)));
        tokens.put("not yet valid", signed(claims.copy().put("nbf", now + 60)));
        tokens.put("other key", TokenIssuer.token("RS256", "rsa-1", OTHER_RSA.getPrivate(), claims));
        tokens.put("key for encryption", TokenIssuer.token("RS256", "enc-1", OTHER_RSA.getPrivate(), claims));
        tokens.put("algorithm not believed", TokenIssuer.token("RS512", "rsa-1", RSA.getPrivate(), claims));
        tokens.put("key of another kind", TokenIssuer.token("ES256", "rsa-1", EC.getPrivate(), claims));
        tokens.put("unknown key", TokenIssuer.token("RS256", "rsa-9", RSA.getPrivate(), claims));
        tokens.put("no key named", TokenIssuer.token("RS256", "", RSA.getPrivate(), claims));
        String[] parts = good().split("\\.");
        tokens.put(
                "changed claims",
                parts[0] + "."
                        + TokenIssuer.unsigned("RS256", "", claims.copy().put("sub", "root"))
                                .split("\\.")[1]
                        + "." + parts[2]);
        tokens.put("no token", "abc");
        tokens.put("no JSON", "a.b.c");
        return tokens;
    }

    private static String signed(JsonObject claims) {
        return TokenIssuer.token("RS256", "rsa-1", RSA.getPrivate(), claims);
    }

    private static JsonObject without(JsonObject claims, String name) {
        JsonObject rest = claims.copy();
        rest.remove(name);
        return rest;
    }

    @Test
    void every_other_token_is_refused_with_the_same_words() {
        try (Guarded guarded = new Guarded(config())) {
            await().until(() -> guarded.get("/x", good()).statusCode() == 200);
            forgeries().forEach((kind, token) -> {
                HttpResponse<String> answer = guarded.get("/x", token);

                assertThat(answer.statusCode()).as(kind).isEqualTo(401);
                assertThat(new JsonObject(answer.body()).getString("detail"))
                        .as(kind)
                        .isEqualTo("no valid credential was sent");
            });
        }
    }

    @Test
    void clocks_may_differ_by_the_configured_bound() {
        try (Guarded guarded = new Guarded(config())) {
            long now = Instant.now().getEpochSecond();

            HttpResponse<String> answer =
                    guarded.get("/x", signed(TokenIssuer.claims().put("exp", now - 10)));

            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_path_or_claim_that_is_not_granted_is_forbidden_and_nothing_more_is_said() {
        try (Guarded guarded = new Guarded(config())) {
            HttpResponse<String> path = guarded.get("/y", good());
            HttpResponse<String> claim =
                    guarded.get("/x", signed(TokenIssuer.claims().put("roles", new JsonArray().add("reader"))));

            assertThat(path.statusCode()).isEqualTo(403);
            assertThat(claim.statusCode()).isEqualTo(403);
            assertThat(claim.body())
                    .contains("the credential is not for this path")
                    .doesNotContain("writer", "gateway");
        }
    }

    @Test
    void a_new_key_is_fetched_when_a_token_names_it_and_the_body_waits() {
        try (Guarded guarded = new Guarded(config())) {
            await().until(() -> guarded.get("/x", good()).statusCode() == 200);
            issuer.publish("rsa-2", TokenIssuer.jwk(OTHER_RSA));
            issuer.withdraw("rsa-1");
            String token = TokenIssuer.token("RS256", "rsa-2", OTHER_RSA.getPrivate(), TokenIssuer.claims());
            String body = "x".repeat(300_000);

            HttpResponse<String> answer = guarded.server.send(guarded.server
                    .request("/x")
                    .header("Authorization", "Bearer " + token)
                    .POST(BodyPublishers.ofString(body)));

            assertThat(answer.body()).isEqualTo(body);
            assertThat(guarded.get("/x", good()).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void unknown_keys_do_not_make_the_issuer_be_asked_without_end() {
        JwtConfig slow =
                config(new JwksLocation.Url(URI.create(issuer.url())), Duration.ofMinutes(5), Duration.ofMinutes(1));
        try (Guarded guarded = new Guarded(slow)) {
            await().until(() -> guarded.get("/x", good()).statusCode() == 200);

            for (int i = 0; i < 50; i++) {
                guarded.get("/x", TokenIssuer.token("RS256", "made-up-" + i, RSA.getPrivate(), TokenIssuer.claims()));
            }

            assertThat(issuer.asked).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP 500", "no JSON", "{\"keys\":[]}", "{\"keys\":7}"})
    void while_the_keys_cannot_be_had_the_old_ones_stay_in_force_and_nobody_else_comes_in(String trouble) {
        try (Guarded guarded = new Guarded(config())) {
            await().until(() -> guarded.get("/x", good()).statusCode() == 200);
            if (trouble.equals("HTTP 500")) {
                issuer.status = 500;
            } else {
                issuer.instead = trouble;
            }
            int before = issuer.asked.get();

            HttpResponse<String> unknown =
                    guarded.get("/x", TokenIssuer.token("RS256", "rsa-9", RSA.getPrivate(), TokenIssuer.claims()));

            assertThat(issuer.asked.get()).isGreaterThan(before);
            assertThat(unknown.statusCode()).isEqualTo(401);
            assertThat(guarded.get("/x", good()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void without_an_issuer_from_the_start_nobody_comes_in() {
        issuer.close();
        try (Guarded guarded = new Guarded(config())) {
            HttpResponse<String> answer = guarded.get("/x", good());

            assertThat(answer.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void keys_are_read_again_in_the_configured_interval() {
        JwtConfig often =
                config(new JwksLocation.Url(URI.create(issuer.url())), Duration.ofMillis(50), Duration.ofMinutes(5));
        try (Guarded guarded = new Guarded(often)) {
            await().until(() -> guarded.get("/x", good()).statusCode() == 200);

            issuer.withdraw("rsa-1");

            await().until(() -> guarded.get("/x", good()).statusCode() == 401);
        }
    }

    @Test
    void keys_come_from_a_file_too_and_follow_its_changes() throws IOException {
        Path file = directory.resolve("jwks.json");
        Files.writeString(file, issuer.keySet());
        JwtConfig fromFile = config(new JwksLocation.File(file), Duration.ofMillis(50), Duration.ofMinutes(5));
        try (Guarded guarded = new Guarded(fromFile)) {
            await().until(() -> guarded.get("/x", good()).statusCode() == 200);
            issuer.withdraw("rsa-1");

            Files.writeString(file, issuer.keySet());

            await().until(() -> guarded.get("/x", good()).statusCode() == 401);
        }
    }

    @Test
    void keys_of_the_other_kind_stand_beside_tokens() {
        JwtAccess tokens = JwtAccess.start(VERTX, config());
        AccessCheck both = tokens.or(new ApiKeys(Map.of("grafana", ApiKeys.hash("a-key"))));
        try (Server server = new Server(
                HttpConfig.of("127.0.0.1", 0, "test.port"),
                both,
                router -> router.get("/x").handler(context -> context.end(HttpFace.caller(context))))) {
            HttpResponse<String> key = server.send(server.request("/x").header("Authorization", "Bearer a-key"));
            HttpResponse<String> token = server.send(server.request("/x").header("Authorization", "Bearer " + good()));
            HttpResponse<String> nothing = server.send(server.request("/x"));

            assertThat(key.body()).isEqualTo("grafana");
            assertThat(token.body()).isEqualTo("jwt:gateway-7");
            assertThat(nothing.statusCode()).isEqualTo(401);
        } finally {
            tokens.close();
        }
    }
}
