package io.bedrockmeter.runtime.http.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.runtime.config.Config;
import io.bedrockmeter.runtime.config.InvalidConfigException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwtConfigTest {

    @TempDir
    Path directory;

    private Optional<JwtConfig> read(String yaml) {
        try {
            Path file = Files.writeString(directory.resolve("c.yaml"), yaml);
            return Config.load(
                            Optional.of(file),
                            Map.of(),
                            root -> JwtConfig.read(root.section("http").section("jwt")))
                    .value();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_whole_section_is_read() {
        JwtConfig config = read("""
                http:
                  jwt:
                    issuer: https://login.example.com/
                    audience: bedrock-meter
                    jwks: https://login.example.com/keys
                    algorithms: [ES256]
                    clockSkew: 10s
                    refresh: 1m
                    callerClaim: client_id
                    grants:
                      - id: search-gateway
                        claim: realm_access.roles
                        value: meter-writer
                        paths: [/v1/events]
                        tags: {Application: [shop]}
                        tagClaims: {Team: team}
                        projects: [proj_1]
                        recordsPerSecond: 100
                """).orElseThrow();

        assertThat(config.algorithms()).containsExactly("ES256");
        assertThat(config.clockSkew()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.callerClaim()).isEqualTo("client_id");
        ClaimGrant grant = config.grants().get(0);
        JsonObject claims = new JsonObject()
                .put("realm_access", new JsonObject().put("roles", new JsonArray().add("meter-writer")))
                .put("team", "search");
        assertThat(grant.fits(claims)).isTrue();
        assertThat(grant.granted(claims).tags())
                .isEqualTo(Map.of("Application", List.of("shop"), "Team", List.of("search")));
        assertThat(grant.granted(claims).projects()).isEqualTo(Set.of("proj_1"));
        assertThat(grant.granted(without(claims)).tags()).containsEntry("Team", List.of());
    }

    private static JsonObject without(JsonObject claims) {
        JsonObject rest = claims.copy();
        rest.remove("team");
        return rest;
    }

    @Test
    void an_absent_section_means_no_tokens() {
        assertThat(read("http: {}")).isEmpty();
    }

    @Test
    void every_problem_is_told_at_once() {
        assertThatThrownBy(() -> read("""
                http:
                  jwt:
                    jwks: http://keys.example.com/
                    algorithms: [RS256, HS256, none]
                    clockSkew: 1h
                    grants:
                      - id: a b
                        paths: [v1]
                """))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContainingAll(
                        "http.jwt.issuer",
                        "http.jwt.audience",
                        "http.jwt.jwks",
                        "'HS256'",
                        "'none'",
                        "http.jwt.clockSkew",
                        "grants[0].id",
                        "grants[0].claim",
                        "grants[0].value",
                        "grants[0].paths");
    }

    @Test
    void scopes_in_one_text_are_words() {
        ClaimGrant grant = read("""
                http:
                  jwt: {issuer: i, audience: a, jwks: keys.json, grants: [{id: g, claim: scope, value: meter, paths: [/v1/*]}]}
                """).orElseThrow().grants().get(0);

        assertThat(grant.fits(new JsonObject().put("scope", "openid meter"))).isTrue();
        assertThat(grant.fits(new JsonObject().put("scope", "openid meters"))).isFalse();
    }
}
