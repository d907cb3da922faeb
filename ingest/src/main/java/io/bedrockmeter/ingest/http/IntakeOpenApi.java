package io.bedrockmeter.ingest.http;

import io.bedrockmeter.runtime.http.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /openapi.json} of a server that only takes usage in: its paths in OpenAPI 3.1. */
public final class IntakeOpenApi implements Routes {

    /** The document on the class path, for servers that have other paths too. */
    public static final String RESOURCE = "/openapi/ingest.json";

    private final Buffer document = Buffer.buffer(read());

    @Override
    public void mount(Router router) {
        router.get("/openapi.json")
                .handler(context -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(document.copy()));
    }

    private static byte[] read() {
        try (InputStream in = IntakeOpenApi.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
