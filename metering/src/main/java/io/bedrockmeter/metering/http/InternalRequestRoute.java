package io.bedrockmeter.metering.http;

import io.bedrockmeter.runtime.http.BlockingWork;
import io.bedrockmeter.runtime.http.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** {@code GET /internal/v1/requests/ID}: what this instance remembers of a request, as stored, for other instances. */
final class InternalRequestRoute implements Routes {

    static final String PREFIX = InternalRowsRoute.PREFIX + "v1/requests/";

    private static final String MEDIA_TYPE = "application/octet-stream";
    private static final int NOT_FOUND = 404;

    private final RequestSource requests;
    private final BlockingWork work;

    InternalRequestRoute(RequestSource requests, BlockingWork work) {
        this.requests = requests;
        this.work = work;
    }

    @Override
    public void mount(Router router) {
        router.get(PREFIX + ":" + RequestRoute.ID).handler(this::remembered);
    }

    private void remembered(RoutingContext context) {
        String requestId = RequestRoute.requestId(context);
        work.run(() -> requests.remembered(requestId))
                .onSuccess(found -> send(context, found))
                .onFailure(cause -> context.fail(Replies.problem(cause)));
    }

    private static void send(RoutingContext context, Optional<byte[]> found) {
        if (found.isEmpty()) {
            context.response().setStatusCode(NOT_FOUND).end();
            return;
        }
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE).end(Buffer.buffer(found.get()));
    }
}
