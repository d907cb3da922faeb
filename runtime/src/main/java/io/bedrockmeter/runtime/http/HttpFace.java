package io.bedrockmeter.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running HTTP server. Every request passes, in this order: security headers, access, limits of the body, then the routes; every
 * error is answered as problem+json. Answers are compressed for clients that accept gzip. Certificates are read again when
 * their files change.
 */
public final class HttpFace implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpFace.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration UNREAD_BODY_GRACE = Duration.ofSeconds(2);
    private static final int COMPRESS_FROM_BYTES = 1 << 10;

    private static final String CALLER = "io.bedrockmeter.runtime.http.caller";
    private static final String GRANT = "io.bedrockmeter.runtime.http.grant";

    private final HttpServer server;
    private final FileWatch certificates;

    private HttpFace(HttpServer server, FileWatch certificates) {
        this.server = server;
        this.certificates = certificates;
    }

    /**
     * Starts a server and returns when it listens.
     *
     * @throws HttpUnavailableException when the port is taken or the address is none of this machine, naming the setting
     */
    public static HttpFace start(Vertx vertx, HttpConfig config, AccessCheck access, List<Routes> routes) {
        HttpServer server = vertx.createHttpServer(options(config))
                .invalidRequestHandler(ProblemAnswers::unparsable)
                .connectionHandler(new ConnectionLimit(config.maxConnections())::admit)
                .requestHandler(router(vertx, config, access, routes));
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new HttpUnavailableException(cannotListen(config, e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new HttpUnavailableException(cannotListen(config, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpUnavailableException("interrupted while starting to listen", e);
        }
        LOG.atInfo()
                .addKeyValue("host", config.host())
                .addKeyValue("port", server.actualPort())
                .log("listening");
        return new HttpFace(
                server, config.tls().map(tls -> tls.watch(vertx, server)).orElse(FileWatch.NONE));
    }

    /** Who asks, as the access check named it. */
    public static String caller(RoutingContext context) {
        String caller = context.get(CALLER);
        return caller == null ? "" : caller;
    }

    /** What the caller may do, where its credential said so itself. */
    public static Optional<Grant> grant(RoutingContext context) {
        return Optional.ofNullable(context.get(GRANT));
    }

    /** The port that is listened on. */
    public int port() {
        return server.actualPort();
    }

    /** Stops listening and closes every connection, within ten seconds. */
    @Override
    public void close() {
        certificates.close();
        await(server.close());
    }

    /** Waits for an asynchronous end; what goes wrong there is logged, since nobody can do anything about it. */
    static void await(Future<?> end) {
        try {
            end.toCompletionStage().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().setCause(e).log("a server did not close cleanly");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpServerOptions options(HttpConfig config) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setMaxHeaderSize(config.maxHeaderBytes())
                .setMaxInitialLineLength(config.maxRequestLineBytes())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(Math.toIntExact(config.idleTimeout().toMillis()))
                .setCompressionSupported(true)
                .setCompressionContentSizeThreshold(COMPRESS_FROM_BYTES)
                .setDecompressionSupported(false)
                // No browser speaks HTTP/2 without TLS, and its streams would pass the limits of lines and headers.
                .setHttp2ClearTextEnabled(false);
        config.tls()
                .ifPresent(tls ->
                        options.setSsl(true).setUseAlpn(false).setKeyCertOptions(tls.certificates(config.portKey())));
        return options;
    }

    private static Router router(Vertx vertx, HttpConfig config, AccessCheck access, List<Routes> routes) {
        Router router = Router.router(vertx);
        ProblemAnswers.install(router);
        router.route().handler(context -> {
            SecurityHeaders.add(context.response());
            context.addEndHandler(answered -> boundUnreadBody(vertx, context.request()));
            admit(context, access);
        });
        routes.forEach(some -> some.mountReadingBodies(router));
        router.route().handler(context -> refuseLongBodies(context, config.maxBodyBytes()));
        router.route().handler(context -> limitBodyTime(vertx, context, config.idleTimeout()));
        router.route().handler(BodyHandler.create(false).setBodyLimit(config.maxBodyBytes()));
        routes.forEach(some -> some.mount(router));
        return router;
    }

    /**
     * Who is answered before the body has come, as every refusal is, may send the rest for a moment, so that the answer is seen
     * and the connection can be used again. A connection that goes on sending then is closed.
     */
    private static void boundUnreadBody(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        request.handler(dropped -> {});
        request.resume();
        vertx.setTimer(UNREAD_BODY_GRACE.toMillis(), late -> {
            if (!request.isEnded()) {
                request.connection().close();
            }
        });
    }

    private static void admit(RoutingContext context, AccessCheck access) {
        Future<Access> decision = access.decide(context.request());
        if (decision.isComplete()) {
            admit(context, decision.result());
            return;
        }
        context.request().pause();
        decision.onSuccess(late -> {
            admit(context, late);
            // Only now is somebody there for the body: what comes before would be lost.
            context.request().resume();
        });
        decision.onFailure(context::fail);
    }

    private static void admit(RoutingContext context, Access decision) {
        if (decision instanceof Access.Forbidden forbidden) {
            context.fail(new ProblemException(Problem.of(ErrorCode.FORBIDDEN, forbidden.reason())));
        } else if (decision instanceof Access.Unauthenticated unknown) {
            context.fail(new ProblemException(Problem.of(ErrorCode.UNAUTHENTICATED, unknown.reason())));
        } else if (decision instanceof Access.Allowed allowed) {
            context.put(CALLER, allowed.caller());
            allowed.grant().ifPresent(grant -> context.put(GRANT, grant));
            context.next();
        }
    }

    /** Before the body is read: a client that asks first (Expect: 100-continue) need not send it. */
    private static void refuseLongBodies(RoutingContext context, long limit) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && exceeds(length, limit)) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.fail(new ProblemException(
                    Problem.of(ErrorCode.BODY_TOO_LARGE, "the body has more than " + limit + " bytes")));
        } else {
            context.next();
        }
    }

    /** A body that trickles is never idle. */
    private static void limitBodyTime(Vertx vertx, RoutingContext context, Duration patience) {
        if (!context.request().isEnded()) {
            long timer = vertx.setTimer(patience.toMillis(), late -> {
                if (!context.request().isEnded() && !context.response().ended()) {
                    context.fail(new ProblemException(
                            Problem.of(ErrorCode.BODY_TIMEOUT, "not complete after " + patience.toMillis() + " ms")));
                }
            });
            context.addEndHandler(answered -> vertx.cancelTimer(timer));
        }
        context.next();
    }

    private static boolean exceeds(String length, long limit) {
        try {
            return Long.parseLong(length.strip()) > limit;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private static String cannotListen(HttpConfig config, @Nullable Throwable cause) {
        String place = config.host() + ":" + config.port();
        if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
            return "cannot listen on " + place + ": port " + config.port()
                    + " is taken. Stop the process that has it, or set " + config.portKey()
                    + " to another port (0 for any free one)";
        }
        return "cannot listen on " + place + " (" + config.portKey() + "): "
                + (cause == null ? "no reason is known" : cause.getMessage());
    }
}
