package io.bedrockmeter.runtime.http.jwt;

import io.bedrockmeter.runtime.config.Section;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which tokens are believed.
 *
 * @param issuer the {@code iss} they must have
 * @param audience the {@code aud} they must have, alone or among others
 * @param jwks where the issuer's public keys (RFC 7517) are
 * @param algorithms signature algorithms that are believed, of {@link #ALGORITHMS}
 * @param clockSkew how far clocks may differ when {@code exp}, {@code nbf} and {@code iat} are judged
 * @param refresh how often the keys are read again, 1 s or more
 * @param unknownKeyInterval the keys are read again at once for a token with a key that is not known, but only so often
 * @param callerClaim claim with the caller's name, for logs and origins
 * @param grants what claims allow; the first that fits counts
 */
public record JwtConfig(
        String issuer,
        String audience,
        JwksLocation jwks,
        Set<String> algorithms,
        Duration clockSkew,
        Duration refresh,
        Duration unknownKeyInterval,
        String callerClaim,
        List<ClaimGrant> grants) {

    /** Public-key signatures only: a shared secret cannot be in a public key set, and {@code none} is no signature. */
    public static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    private static final Duration LONGEST_SKEW = Duration.ofMinutes(5);

    public JwtConfig {
        algorithms = Set.copyOf(algorithms);
        grants = List.copyOf(grants);
        if (issuer.isBlank() || audience.isBlank() || algorithms.isEmpty() || !ALGORITHMS.containsAll(algorithms)) {
            throw new IllegalArgumentException("issuer '" + issuer + "', audience '" + audience + "', algorithms "
                    + algorithms + ": expected an issuer, an audience, and some of " + ALGORITHMS);
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(LONGEST_SKEW) > 0) {
            throw new IllegalArgumentException("clock skew " + clockSkew + ": expected 0 to " + LONGEST_SKEW);
        }
    }

    /**
     * Reads the section {@code http.jwt}; empty where it has neither issuer nor keys. Problems go to the section:
     * {@code issuer}, {@code audience}, {@code jwks}, {@code algorithms}, {@code clockSkew}, {@code refresh},
     * {@code callerClaim}, {@code grants}.
     */
    public static Optional<JwtConfig> read(Section section) {
        Optional<String> issuer = section.text("issuer").filter(text -> !text.isBlank());
        Optional<String> audience = section.text("audience").filter(text -> !text.isBlank());
        Optional<JwksLocation> jwks = section.parsed("jwks", JwksLocation.EXPECTED, JwksLocation::parse);
        Set<String> algorithms = new LinkedHashSet<>(section.list(
                "algorithms",
                "some of " + String.join(", ", ALGORITHMS.stream().sorted().toList()),
                name -> Optional.of(name).filter(ALGORITHMS::contains)));
        Duration skew = section.duration("clockSkew", Duration.ofSeconds(30), Duration.ZERO, LONGEST_SKEW);
        Duration refresh =
                section.duration("refresh", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofDays(1));
        String callerClaim = section.text("callerClaim", "sub");
        List<ClaimGrant> grants = section.sections("grants", ClaimGrant::read);
        if (issuer.isEmpty() && audience.isEmpty() && jwks.isEmpty() && grants.isEmpty()) {
            return Optional.empty();
        }
        require(section, "issuer", issuer, "the iss claim of the tokens to believe");
        require(section, "audience", audience, "the aud claim that tokens for this service have");
        require(section, "jwks", jwks, JwksLocation.EXPECTED);
        if (grants.isEmpty()) {
            section.problem("grants", "no grant", "a list of grants, each with id, claim, value and paths");
        }
        if (issuer.isEmpty() || audience.isEmpty() || jwks.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new JwtConfig(
                issuer.get(),
                audience.get(),
                jwks.get(),
                algorithms.isEmpty() ? Set.of("RS256", "ES256") : algorithms,
                skew,
                refresh,
                Duration.ofSeconds(10),
                callerClaim,
                grants));
    }

    private static void require(Section section, String key, Optional<?> value, String expected) {
        if (value.isEmpty()) {
            section.problem(key, "nothing", expected);
        }
    }
}
