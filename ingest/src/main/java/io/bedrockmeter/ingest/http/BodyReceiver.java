package io.bedrockmeter.ingest.http;

import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Receives bodies, counted in bytes as they arrive: one body, and all bodies together. What comes after a refusal is read
 * and dropped, so that the client sees the answer; a body that is not complete in time ends its connection.
 */
final class BodyReceiver {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final ByteBudget budget;
    private final Duration patience;

    /**
     * @param budget memory of all bodies
     * @param patience how long a body may take
     */
    BodyReceiver(Vertx vertx, ByteBudget budget, Duration patience) {
        this.vertx = vertx;
        this.budget = budget;
        this.patience = patience;
    }

    /**
     * Receives a body; whoever gets it closes it. Must be called before the event loop goes on.
     *
     * @param limit longest body, in bytes
     */
    Future<ReceivedBody> receive(HttpServerRequest request, long limit) {
        Promise<ReceivedBody> promise = Promise.promise();
        boolean gzip;
        try {
            gzip = isGzip(request);
            requireShort(request, limit);
        } catch (ProblemException e) {
            request.handler(chunk -> {});
            return Future.failedFuture(e);
        }
        ReceivedBody body = new ReceivedBody(budget, gzip);
        long timer = vertx.setTimer(patience.toMillis(), late -> {
            refuse(
                    promise,
                    body,
                    Problem.of(ErrorCode.BODY_TIMEOUT, "not complete after " + patience.toSeconds() + " s"));
            vertx.setTimer(1_000, answered -> request.connection().close());
        });
        request.handler(chunk -> {
            if (promise.future().isComplete()) {
                return;
            }
            if (body.bytes() + chunk.length() > limit) {
                refuse(promise, body, tooLong(limit));
            } else if (!body.add(chunk.getBytes())) {
                refuse(promise, body, Problem.passing(ErrorCode.OVERLOADED, "too many bodies at once", RETRY_AFTER));
            }
        });
        request.exceptionHandler(broken -> {
            vertx.cancelTimer(timer);
            refuse(promise, body, Problem.of(ErrorCode.MALFORMED_REQUEST, "the body broke off"));
        });
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            promise.tryComplete(body);
        });
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        return promise.future();
    }

    private static void refuse(Promise<ReceivedBody> promise, ReceivedBody body, Problem problem) {
        if (promise.tryFail(new ProblemException(problem))) {
            body.close();
        }
    }

    private static void requireShort(HttpServerRequest request, long limit) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            if (length != null && Long.parseLong(length.strip()) > limit) {
                throw new ProblemException(tooLong(limit));
            }
        } catch (NumberFormatException e) {
            throw new ProblemException(Problem.of(ErrorCode.MALFORMED_REQUEST, "Content-Length is no number"));
        }
    }

    private static boolean isGzip(HttpServerRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return false;
        }
        if (encoding.equalsIgnoreCase("gzip")) {
            return true;
        }
        throw new ProblemException(
                Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding: expected gzip, identity or none"));
    }

    private static Problem tooLong(long limit) {
        return Problem.of(ErrorCode.BODY_TOO_LARGE, "the body has more than " + limit + " bytes");
    }
}
