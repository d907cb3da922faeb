package io.bedrockmeter.ingest.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.Locale;
import java.util.Set;

/** What POST paths have in common. */
final class Posts {

    private static final int METHOD_NOT_ALLOWED = 405;

    private Posts() {}

    /** The media type without parameters, in lower case; empty when none was sent. */
    static String contentType(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** Answers other methods 405; the POST itself is served before. */
    static void refuseOtherMethods(Router router, String path) {
        router.route(path).handler(context -> {
            context.response().putHeader("Allow", "POST");
            context.fail(METHOD_NOT_ALLOWED);
        });
    }

    /** Whether the media type is one of these. */
    static boolean isOneOf(HttpServerRequest request, Set<String> types) {
        return types.contains(contentType(request));
    }
}
