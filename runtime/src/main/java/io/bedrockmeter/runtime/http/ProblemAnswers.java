package io.bedrockmeter.runtime.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every error of a server as problem+json. */
public final class ProblemAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);

    private ProblemAnswers() {}

    /** Answers with a problem, unless an answer has begun. */
    public static void send(HttpServerResponse response, Problem problem) {
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        response.setStatusCode(problem.code().status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        problem.retryAfter()
                .ifPresent(after ->
                        response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, after.toSeconds()))));
        if (problem.code() == ErrorCode.UNAUTHENTICATED) {
            response.putHeader("WWW-Authenticate", "Bearer realm=\"bedrock-meter\"");
        }
        response.end(problem.toJson());
    }

    static void install(Router router) {
        router.errorHandler(400, context -> answer(context, ErrorCode.MALFORMED_REQUEST, "the request cannot be read"));
        router.errorHandler(404, context -> answer(context, ErrorCode.NOT_FOUND, "nothing is served at this path"));
        router.errorHandler(
                405,
                context -> answer(
                        context,
                        ErrorCode.METHOD_NOT_ALLOWED,
                        context.request().method() + " is not served at this path"));
        router.errorHandler(
                413, context -> answer(context, ErrorCode.BODY_TOO_LARGE, "the body is longer than the limit"));
        router.errorHandler(500, ProblemAnswers::failed);
    }

    /** Requests that Vert.x could not parse at all. */
    static void unparsable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        Problem problem;
        if (cause instanceof TooLongHttpLineException) {
            problem = Problem.of(ErrorCode.URI_TOO_LONG, "the request line is longer than the limit");
        } else if (cause instanceof TooLongHttpHeaderException) {
            problem = Problem.of(ErrorCode.HEADERS_TOO_LARGE, "the headers are longer than the limit");
        } else {
            problem = Problem.of(ErrorCode.MALFORMED_REQUEST, "the request cannot be read as HTTP");
        }
        SecurityHeaders.add(request.response());
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        send(request.response(), problem);
        request.connection().close();
    }

    private static void answer(RoutingContext context, ErrorCode code, String detail) {
        send(context.response(), Problem.of(code, detail));
    }

    private static void failed(RoutingContext context) {
        Throwable cause = context.failure();
        if (cause instanceof ProblemException refused) {
            send(context.response(), refused.problem());
            return;
        }
        String id = UUID.randomUUID().toString();
        LOG.atError()
                .setCause(cause)
                .addKeyValue("requestId", id)
                .addKeyValue("method", context.request().method())
                .addKeyValue("path", context.normalizedPath())
                .log("a request failed");
        send(context.response(), Problem.of(ErrorCode.INTERNAL, "request id in the log: " + id));
    }
}
