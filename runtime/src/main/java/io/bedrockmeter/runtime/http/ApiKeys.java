package io.bedrockmeter.runtime.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets callers with a known key pass. Only SHA-256 hashes of the keys are held, and all are compared in constant time.
 * Keys must be long random texts ({@code openssl rand -hex 32}): a fast hash does not protect short ones.
 */
public final class ApiKeys implements AccessCheck {

    private static final String BEARER = "bearer ";
    private static final int HASH_DIGITS = 64;

    private final Map<String, byte[]> hashByName = new LinkedHashMap<>();

    /**
     * @param sha256ByName SHA-256 of each key as 64 hexadecimal digits, by the name the caller has in logs
     * @throws IllegalArgumentException naming the entry that is no SHA-256, never its value
     */
    public ApiKeys(Map<String, String> sha256ByName) {
        sha256ByName.forEach((name, digits) -> {
            if (digits.length() != HASH_DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
                throw new IllegalArgumentException("API key '" + name + "': expected its SHA-256 as 64 hexadecimal "
                        + "digits, as printed by: printf %s KEY | sha256sum");
            }
            hashByName.put(name, HexFormat.of().parseHex(digits));
        });
    }

    /** The hash of a key, as {@link #ApiKeys(Map)} takes it. */
    public static String hash(String key) {
        return HexFormat.of().formatHex(sha256(key));
    }

    @Override
    public Access check(HttpServerRequest request) {
        Optional<String> key = presented(request);
        if (key.isEmpty()) {
            return new Access.Unauthenticated("no API key was sent");
        }
        byte[] hash = sha256(key.get());
        String caller = "";
        // Every hash is compared, found or not, so that the time does not tell which ones exist.
        for (Map.Entry<String, byte[]> known : hashByName.entrySet()) {
            if (MessageDigest.isEqual(known.getValue(), hash)) {
                caller = known.getKey();
            }
        }
        return caller.isEmpty() ? new Access.Unauthenticated("the API key is not known") : new Access.Allowed(caller);
    }

    private static Optional<String> presented(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        return Optional.ofNullable(request.getHeader("X-API-Key"));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
