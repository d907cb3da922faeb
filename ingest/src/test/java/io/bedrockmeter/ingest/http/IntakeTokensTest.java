package io.bedrockmeter.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.runtime.http.ApiKeys;
import io.bedrockmeter.runtime.http.Grant;
import io.bedrockmeter.runtime.http.PathSet;
import io.bedrockmeter.runtime.http.jwt.ClaimGrant;
import io.bedrockmeter.runtime.http.jwt.JwksLocation;
import io.bedrockmeter.runtime.http.jwt.JwtConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Senders with tokens stand under the same rules as senders with keys. */
class IntakeTokensTest {

    private static final KeyPair PAIR = pair();

    @TempDir
    Path directory;

    private Intake intake;

    @BeforeEach
    void start() throws IOException {
        Path keys = Files.writeString(directory.resolve("keys.yaml"), """
                keys:
                  - {id: gateway, sha256: %s, paths: [/v1/*]}
                """.formatted(ApiKeys.hash("a-key")));
        Path jwks = Files.writeString(directory.resolve("jwks.json"), jwks());
        intake = Intake.keyedOrWithTokens(
                keys,
                new JwtConfig(
                        "issuer",
                        "meter",
                        new JwksLocation.File(jwks),
                        Set.of("RS256"),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(1),
                        Duration.ofMillis(1),
                        "sub",
                        List.of(
                                grant("team", Map.of("Team", "team")),
                                grant("anything", Map.of()),
                                new ClaimGrant(
                                        "role",
                                        "slow",
                                        new Grant(
                                                "slow",
                                                new PathSet(Set.of("/v1/events")),
                                                Map.of(),
                                                Set.of(),
                                                Set.of(),
                                                1),
                                        Map.of()))));
        await().until(() -> send("anything", "/v1/events", event("warm", "x")).statusCode() == 204);
    }

    @AfterEach
    void end() {
        intake.close();
    }

    private static ClaimGrant grant(String role, Map<String, String> tagClaims) {
        Grant grant = new Grant(role, new PathSet(Set.of("/v1/*")), Map.of(), Set.of(), Set.of(), 0);
        return new ClaimGrant("role", role, grant, tagClaims);
    }

    private HttpResponse<String> send(String role, String path, String body) {
        JsonObject claims = new JsonObject()
                .put("iss", "issuer")
                .put("aud", "meter")
                .put("sub", "shop")
                .put("exp", Instant.now().getEpochSecond() + 300)
                .put("role", role)
                .put("team", "search");
        return intake.send(intake.post(path, "application/cloudevents+json", body)
                .header("Authorization", "Bearer " + token(claims)));
    }

    private static String event(String requestId, String team) {
        return new JsonObject()
                .put("specversion", "1.0")
                .put("type", "io.bedrockmeter.request-tags.v1")
                .put("id", requestId)
                .put("source", "test")
                .put(
                        "data",
                        new JsonObject().put("requestId", requestId).put("tags", new JsonObject().put("Team", team)))
                .encode();
    }

    @Test
    void a_token_lets_its_own_tag_values_pass_and_no_others() {
        HttpResponse<String> own = send("team", "/v1/events", event("r-1", "search"));
        HttpResponse<String> foreign = send("team", "/v1/events", event("r-2", "ads"));

        assertThat(own.statusCode()).isEqualTo(204);
        assertThat(foreign.statusCode()).isEqualTo(403);
    }

    @Test
    void logs_are_not_for_tokens_whose_tags_are_limited() {
        HttpResponse<String> limited = send("team", "/v1/invocations", "{}");

        assertThat(limited.statusCode()).isEqualTo(403);
        assertThat(limited.body()).contains("the credential is not for this path");
    }

    @Test
    void a_token_without_a_grant_is_forbidden() {
        assertThat(send("nobody", "/v1/events", event("r-3", "x")).statusCode()).isEqualTo(403);
    }

    @Test
    void the_rate_of_a_grant_is_kept_for_all_its_callers_together() {
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(send("slow", "/v1/events", event("slow-" + i, "x")).statusCode());
        }

        assertThat(answers.get(0)).isEqualTo(204);
        assertThat(answers).contains(429);
    }

    @Test
    void keys_go_on_working_beside_tokens() {
        HttpResponse<String> keyed =
                intake.send(intake.post("/v1/events", "application/cloudevents+json", event("r-6", "x"))
                        .header("Authorization", "Bearer a-key"));
        HttpResponse<String> stranger =
                intake.send(intake.post("/v1/events", "application/cloudevents+json", event("r-7", "x")));

        assertThat(keyed.statusCode()).isEqualTo(204);
        assertThat(stranger.statusCode()).isEqualTo(401);
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String jwks() {
        RSAPublicKey key = (RSAPublicKey) PAIR.getPublic();
        return new JsonObject()
                .put(
                        "keys",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("kty", "RSA")
                                        .put("kid", "k")
                                        .put("n", number(key.getModulus()))
                                        .put("e", number(key.getPublicExponent()))))
                .encode();
    }

    private static String token(JsonObject claims) {
        String signed = base64("{\"alg\":\"RS256\",\"kid\":\"k\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.encode().getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(PAIR.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return base64(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
