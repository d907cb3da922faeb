package io.bedrockmeter.metering.web;

import io.bedrockmeter.runtime.http.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * {@code GET /} and the files below {@code /page/}. Browsers keep them and ask whether they are still the same, so that a page
 * never runs on files of two versions.
 */
public final class Page implements Routes {

    /**
     * Only what comes from here may be loaded or asked, no script or style stands in the document, and no text can become markup:
     * browsers with trusted types refuse {@code innerHTML} and its like.
     */
    static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");

    private static final int ETAG_BYTES = 16;

    @Override
    public void mount(Router router) {
        PageFile.all().forEach(file -> mount(router, file));
    }

    private static void mount(Router router, PageFile file) {
        Buffer body = Buffer.buffer(file.read());
        String mediaType = file.mediaType();
        String etag = etag(body.getBytes());
        router.get(file.path()).handler(context -> send(context, body, mediaType, etag));
    }

    private static void send(RoutingContext context, Buffer body, String mediaType, String etag) {
        HttpServerResponse response = context.response();
        response.putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.putHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        response.putHeader(HttpHeaders.ETAG, etag);
        if (isKnown(context, etag)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
        response.end(body.copy());
    }

    private static boolean isKnown(RoutingContext context, String etag) {
        String had = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        return had != null && had.contains(etag);
    }

    private static String etag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + HexFormat.of().formatHex(digest, 0, ETAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
