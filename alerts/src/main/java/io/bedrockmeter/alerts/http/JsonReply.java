package io.bedrockmeter.alerts.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * A JSON object that is to be sent.
 *
 * @param body its bytes
 */
record JsonReply(Buffer body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param fields texts, whole numbers, booleans, lists and such maps */
    static JsonReply of(Map<String, Object> fields) {
        try {
            return new JsonReply(Buffer.buffer(JSON.writeValueAsBytes(fields)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts, numbers, lists and maps are always JSON", e);
        }
    }

    void send(RoutingContext context) {
        if (!context.response().ended() && !context.response().closed()) {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(body);
        }
    }
}
