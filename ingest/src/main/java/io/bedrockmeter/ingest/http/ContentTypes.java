package io.bedrockmeter.ingest.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Set;

/** Media types of requests. */
final class ContentTypes {

    private ContentTypes() {}

    /** The media type without parameters, in lower case; empty when none was sent. */
    static String of(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** Whether the media type is one of these. */
    static boolean of(HttpServerRequest request, Set<String> types) {
        return types.contains(of(request));
    }
}
