package io.bedrockmeter.runtime.http.jwt;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Optional;

/**
 * A token as it was shown, not verified.
 *
 * @param text the whole
 * @param algorithm the {@code alg} of its header, empty when it has none
 * @param keyId the {@code kid} of its header, empty when it has none
 * @param claims its claims, to be believed once it is verified
 */
record PresentedToken(String text, String algorithm, String keyId, JsonObject claims) {

    private static final int LONGEST = 12 << 10;

    /** Takes a token apart; empty when the text is none. */
    static Optional<PresentedToken> parse(String text) {
        String[] parts = text.length() > LONGEST ? new String[0] : text.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonObject header = json(parts[0]);
            return Optional.of(new PresentedToken(text, text(header, "alg"), text(header, "kid"), json(parts[1])));
        } catch (RuntimeException e) {
            // Neither Base64 nor JSON: some other credential.
            return Optional.empty();
        }
    }

    private static JsonObject json(String part) {
        return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(part)));
    }

    private static String text(JsonObject header, String name) {
        return header.getValue(name) instanceof String text ? text : "";
    }
}
