package io.bedrockmeter.runtime.http.jwt;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The public keys of an issuer. Each verifies tokens that name it, by the algorithms it is meant for, and no others. Keys for
 * encryption, shared secrets and algorithms that are not believed are passed over. Immutable.
 */
final class KeySet {

    /** No keys: nobody is believed. */
    static final KeySet EMPTY = new KeySet(Map.of());

    private static final int MOST_KEYS = 100;

    private final Map<String, JWTAuth> verifierByKeyId;

    private KeySet(Map<String, JWTAuth> verifierByKeyId) {
        this.verifierByKeyId = Map.copyOf(verifierByKeyId);
    }

    /** What a key set is not. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    /**
     * Reads a JSON Web Key Set.
     *
     * @throws UnusableException when it is none, or has no key to verify tokens with
     */
    static KeySet read(Vertx vertx, JwtConfig config, Buffer json) throws UnusableException {
        Map<String, List<JsonObject>> keys = new HashMap<>();
        for (Object each : keysOf(json)) {
            if (each instanceof JsonObject key && isForSignatures(key)) {
                Object id = key.getValue("kid");
                List<JsonObject> usable = variants(config, key);
                if (!usable.isEmpty()) {
                    keys.computeIfAbsent(id instanceof String text ? text : "", missing -> new ArrayList<>())
                            .addAll(usable);
                }
            }
        }
        Map<String, JWTAuth> verifiers = new HashMap<>();
        keys.forEach(
                (id, variants) -> verifier(vertx, config, variants).ifPresent(verifier -> verifiers.put(id, verifier)));
        if (verifiers.isEmpty()) {
            throw new UnusableException("no public key for any of " + config.algorithms());
        }
        return new KeySet(verifiers);
    }

    /** What verifies tokens that name a key; a token that names none is meant for the only one. */
    Optional<JWTAuth> verifier(String keyId) {
        if (keyId.isEmpty() && verifierByKeyId.size() == 1) {
            return verifierByKeyId.values().stream().findFirst();
        }
        return Optional.ofNullable(verifierByKeyId.get(keyId));
    }

    int size() {
        return verifierByKeyId.size();
    }

    private static JsonArray keysOf(Buffer json) throws UnusableException {
        try {
            Object keys = new JsonObject(json).getValue("keys");
            if (keys instanceof JsonArray array && array.size() <= MOST_KEYS) {
                return array;
            }
        } catch (RuntimeException e) {
            throw new UnusableException("no JSON");
        }
        throw new UnusableException("no JSON Web Key Set: expected keys, a list of at most " + MOST_KEYS);
    }

    private static boolean isForSignatures(JsonObject key) {
        Object use = key.getValue("use");
        return use == null || use.equals("sig");
    }

    /** The key once for each algorithm that it may be used with and that is believed. */
    private static List<JsonObject> variants(JwtConfig config, JsonObject key) {
        return algorithmsOf(key).stream()
                .filter(config.algorithms()::contains)
                .map(algorithm -> key.copy().put("alg", algorithm))
                .toList();
    }

    private static List<String> algorithmsOf(JsonObject key) {
        Object type = key.getValue("kty");
        Object curve = key.getValue("crv");
        List<String> possible;
        if ("RSA".equals(type)) {
            possible = List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
        } else if ("EC".equals(type)) {
            possible = List.of(
                    "P-256".equals(curve)
                            ? "ES256"
                            : "P-384".equals(curve) ? "ES384" : "P-521".equals(curve) ? "ES512" : "");
        } else {
            possible = List.of();
        }
        Object own = key.getValue("alg");
        return own == null ? possible : possible.stream().filter(own::equals).toList();
    }

    private static Optional<JWTAuth> verifier(Vertx vertx, JwtConfig config, List<JsonObject> variants) {
        try {
            JWTAuthOptions options = new JWTAuthOptions()
                    .setJWTOptions(new JWTOptions()
                            .setIssuer(config.issuer())
                            .addAudience(config.audience())
                            .setLeeway(Math.toIntExact(config.clockSkew().toSeconds())));
            variants.forEach(options::addJwk);
            return Optional.of(JWTAuth.create(vertx, options));
        } catch (RuntimeException e) {
            // A damaged key among good ones is passed over: tokens that name it are refused.
            return Optional.empty();
        }
    }
}
