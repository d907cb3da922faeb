package io.bedrockmeter.metering.http;

import io.bedrockmeter.runtime.http.BlockingWork;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.Parameters;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import io.bedrockmeter.runtime.http.Routes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /v1/usage/stream}: the same answer as server-sent events, again whenever it changes, at most once an interval.
 * Clients that ask the same share one question. All state belongs to one event loop.
 */
final class StreamRoute implements Routes, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamRoute.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int LOOKS_PER_INTERVAL = 4;

    private final Vertx vertx;
    private final Context context;
    private final QueryRules rules;
    private final Answers answers;
    private final UsageSource source;
    private final Gatherer gatherer;
    private final BlockingWork work;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Feed> feeds = new HashMap<>();
    private final long timer;

    StreamRoute(
            Vertx vertx,
            QueryRules rules,
            Answers answers,
            UsageSource source,
            Gatherer gatherer,
            BlockingWork work,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.rules = rules;
        this.answers = answers;
        this.source = source;
        this.gatherer = gatherer;
        this.work = work;
        Gauge.builder("bedrock.meter.http.streams", open, AtomicInteger::get).register(registry);
        long look = Math.max(1, rules.limits().streamInterval().toMillis() / LOOKS_PER_INTERVAL);
        this.timer = vertx.setPeriodic(look, id -> context.runOnContext(ignored -> look()));
    }

    @Override
    public void mount(Router router) {
        router.get("/v1/usage/stream").handler(this::stream);
    }

    private void stream(RoutingContext routing) {
        Parameters parameters = new Parameters(routing.queryParams());
        UsageRequest request = new UsageRequestReader(rules).whole(parameters);
        parameters.finish();
        if (open.incrementAndGet() > rules.limits().maxStreams()) {
            open.decrementAndGet();
            throw new ProblemException(Problem.passing(
                    ErrorCode.OVERLOADED, rules.limits().maxStreams() + " streams are open already", RETRY_AFTER));
        }
        AtomicBoolean left = new AtomicBoolean();
        Runnable leave = () -> {
            if (left.compareAndSet(false, true)) {
                open.decrementAndGet();
            }
        };
        routing.response().closeHandler(closed -> leave.run());
        long changes = source.changes();
        // The first answer comes before the stream begins, so that a question without an answer gets a status.
        work.run(() -> StreamMessage.of(answers.answer(request)))
                .onFailure(cause -> {
                    leave.run();
                    routing.fail(Replies.problem(cause));
                })
                .onSuccess(first -> begin(routing, request, first, changes, leave));
    }

    private void begin(
            RoutingContext routing, UsageRequest request, StreamMessage first, long changes, Runnable leave) {
        HttpServerResponse response = routing.response();
        if (response.closed()) {
            leave.run();
            return;
        }
        response.setChunked(true);
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream;charset=utf-8");
        // Compression would hold messages back; so would a buffering proxy.
        response.putHeader(HttpHeaders.CONTENT_ENCODING, "identity");
        response.putHeader("X-Accel-Buffering", "no");
        String had = Objects.requireNonNullElse(routing.request().getHeader("Last-Event-ID"), "");
        response.write("retry: " + RETRY_AFTER.toMillis() + "\n\n");
        context.runOnContext(ignored -> {
            long nowNs = System.nanoTime();
            QueryLimits limits = rules.limits();
            String identity = request.identity();
            Feed feed = feeds.computeIfAbsent(
                    identity, id -> new Feed(request, first, limits.streamInterval(), changes, answers.now(), nowNs));
            StreamClient client = new StreamClient(response, limits.streamInterval(), limits.heartbeat(), had, nowNs);
            feed.join(client);
            Runnable goodbye = () -> {
                leave.run();
                feed.leave(client);
                if (feed.isEmpty()) {
                    feeds.remove(identity, feed);
                }
            };
            response.closeHandler(closed -> context.runOnContext(gone -> goodbye.run()));
            if (response.closed()) {
                goodbye.run();
            }
            client.offer(first, heartbeat(), nowNs);
        });
    }

    private void look() {
        long nowNs = System.nanoTime();
        long changes = source.changes();
        boolean spread = gatherer.isSpread();
        String heartbeat = heartbeat();
        for (Feed feed : feeds.values()) {
            if (feed.isDue(changes, spread, nowNs)) {
                feed.asking(changes, answers.now(), nowNs);
                work.run(() -> StreamMessage.of(answers.answer(feed.request())))
                        .onComplete(answer -> context.runOnContext(ignored -> {
                            if (answer.succeeded()) {
                                feed.answered(answer.result());
                            } else {
                                failed(feed, answer.cause());
                            }
                            feed.offer(heartbeat(), System.nanoTime());
                        }));
            }
            feed.offer(heartbeat, nowNs);
        }
    }

    private static void failed(Feed feed, Throwable cause) {
        if (!(Replies.problem(cause) instanceof ProblemException)) {
            LOG.atError().setCause(cause).log("a stream could not be answered");
        }
        feed.failed(cause);
    }

    /** Tells how fresh the totals are even while they do not change. */
    private String heartbeat() {
        return source.asOf().map(asOf -> "asOf=" + asOf).orElse("starting");
    }

    /** Ends every stream; clients come back after the time they were told. */
    @Override
    public void close() {
        vertx.cancelTimer(timer);
        context.runOnContext(ignored -> feeds.values().forEach(Feed::end));
    }
}
