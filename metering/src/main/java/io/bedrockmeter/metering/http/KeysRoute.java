package io.bedrockmeter.metering.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bedrockmeter.metering.query.Grouping;
import io.bedrockmeter.runtime.http.Parameters;
import io.bedrockmeter.runtime.http.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;

/** {@code GET /v1/keys}: what can be grouped by and filtered, and the zone in which days and months begin. */
final class KeysRoute implements Routes {

    private final QueryRules rules;

    KeysRoute(QueryRules rules) {
        this.rules = rules;
    }

    @Override
    public void mount(Router router) {
        router.get("/v1/keys").handler(this::keys);
    }

    private void keys(RoutingContext context) {
        new Parameters(context.queryParams()).finish();
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, Json.MEDIA_TYPE).end(answer());
    }

    private Buffer answer() {
        return Json.object(json -> {
            json.writeStringField("time", rules.clock().instant().toString());
            json.writeStringField("zone", zone());
            names(json, "tags", rules.taxonomy().keys());
            names(json, "dimensions", Grouping.dimensionNames());
        });
    }

    /** {@code Z} is a name that only Java knows. */
    private String zone() {
        String id = rules.calendar().zone().getId();
        return id.equals("Z") ? "UTC" : id;
    }

    private static void names(JsonGenerator json, String field, List<String> names) throws IOException {
        json.writeArrayFieldStart(field);
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }
}
