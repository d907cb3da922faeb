package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.runtime.http.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * {@code GET /openapi.json} of a server with the paths of several services: their documents in one. What both describe under
 * the same name, such as problems and keys, is taken from the first.
 */
final class OpenApi implements Routes {

    private final Buffer document;

    /** @param documents resources on the class path, one or more */
    OpenApi(List<String> documents) {
        this.document = merged(documents).toBuffer();
    }

    /** To be mounted before the routes of the services, which have a document each. */
    @Override
    public void mount(Router router) {
        router.get("/openapi.json")
                .handler(context -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(document.copy()));
    }

    static JsonObject merged(List<String> documents) {
        JsonObject all = new JsonObject();
        JsonObject components = new JsonObject();
        JsonObject paths = new JsonObject();
        for (String resource : documents) {
            JsonObject one = read(resource);
            addMissing(all, one);
            addMissing(paths, one.getJsonObject("paths"));
            JsonObject more = one.getJsonObject("components");
            for (String kind : more.fieldNames()) {
                JsonObject named = components.getJsonObject(kind, new JsonObject());
                addMissing(named, more.getJsonObject(kind));
                components.put(kind, named);
            }
        }
        all.getJsonObject("info")
                .put("title", "bedrock-meter")
                .put("summary", "Amazon Bedrock usage in, usage and cost by tag out, budgets and alerts.");
        return all.put("paths", paths).put("components", components);
    }

    private static void addMissing(JsonObject target, JsonObject source) {
        source.forEach(entry -> {
            if (!target.containsKey(entry.getKey())) {
                target.put(entry.getKey(), entry.getValue());
            }
        });
    }

    private static JsonObject read(String resource) {
        try (InputStream in = OpenApi.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new JsonObject(Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
