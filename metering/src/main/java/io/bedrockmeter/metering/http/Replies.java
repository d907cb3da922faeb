package io.bedrockmeter.metering.http;

import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;

/** Sends what work came to. */
final class Replies {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private Replies() {}

    /**
     * A body with its type.
     *
     * @param headers further headers
     */
    record Reply(String mediaType, Buffer body, Map<String, String> headers) {
        static Reply json(Buffer body) {
            return new Reply(Json.MEDIA_TYPE, body, Map.of());
        }
    }

    static void send(RoutingContext context, Future<Reply> work) {
        work.onSuccess(reply -> send(context, reply)).onFailure(cause -> context.fail(problem(cause)));
    }

    private static void send(RoutingContext context, Reply reply) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        reply.headers().forEach((name, value) -> context.response().putHeader(name, value));
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, reply.mediaType());
        context.response().end(reply.body());
    }

    /** Totals that cannot be read for a while are no fault of the program. */
    static Throwable problem(Throwable cause) {
        return cause instanceof SourceUnavailableException
                ? new ProblemException(
                        Problem.passing(ErrorCode.NOT_READY, String.valueOf(cause.getMessage()), RETRY_AFTER))
                : cause;
    }
}
