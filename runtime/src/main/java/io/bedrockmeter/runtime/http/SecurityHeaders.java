package io.bedrockmeter.runtime.http;

import io.vertx.core.http.HttpServerResponse;

/** Headers on every answer, after the OWASP secure headers project: nothing from elsewhere is loaded, framed or sniffed. */
final class SecurityHeaders {

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; " + "form-action 'self'; frame-ancestors 'none'";

    private SecurityHeaders() {}

    static void add(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("X-Frame-Options", "DENY");
        response.putHeader("Referrer-Policy", "no-referrer");
        response.putHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        // What spend is right now must come from here right now; pages that never change may say otherwise.
        response.putHeader("Cache-Control", "no-store");
    }
}
