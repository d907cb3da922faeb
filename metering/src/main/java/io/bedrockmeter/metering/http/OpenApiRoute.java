package io.bedrockmeter.metering.http;

import io.bedrockmeter.runtime.http.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /openapi.json}: what is served here, in OpenAPI 3.1. */
final class OpenApiRoute implements Routes {

    static final String RESOURCE = "/openapi/metering.json";

    private final Buffer document = Buffer.buffer(read());

    @Override
    public void mount(Router router) {
        router.get("/openapi.json")
                .handler(context -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, Json.MEDIA_TYPE)
                        .end(document.copy()));
    }

    private static byte[] read() {
        try (InputStream in = OpenApiRoute.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
