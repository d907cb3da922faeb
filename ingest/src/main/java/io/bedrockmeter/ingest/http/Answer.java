package io.bedrockmeter.ingest.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * What a request is answered once all it brought is committed.
 *
 * @param status HTTP status
 * @param body JSON, empty for none
 */
record Answer(int status, Buffer body) {

    /** Everything was taken, and there is nothing to say about it. */
    static final Answer NO_CONTENT = new Answer(204, Buffer.buffer());

    static Answer json(int status, JsonObject body) {
        return new Answer(status, body.toBuffer());
    }

    void send(HttpServerResponse response) {
        response.setStatusCode(status);
        if (body.length() == 0) {
            response.end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body);
        }
    }
}
