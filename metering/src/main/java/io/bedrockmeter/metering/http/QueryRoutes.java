package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.runtime.config.Secret;
import io.bedrockmeter.runtime.http.AccessCheck;
import io.bedrockmeter.runtime.http.BlockingWork;
import io.bedrockmeter.runtime.http.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * All paths of the cost explorer, with the threads they work on. May share a server with other routes; start that server with
 * {@link #access}, and close this before it, so that streams end in order.
 */
public final class QueryRoutes implements Routes, AutoCloseable {

    /** The OpenAPI document on the class path, for servers that have other paths too. */
    public static final String OPENAPI = OpenApiRoute.RESOURCE;

    /** Each history that is looked for reads topics with a consumer of its own. */
    private static final int REQUEST_THREADS = 2;

    private static final int REQUESTS_WAITING = 8;

    private final BlockingWork work;
    private final BlockingWork peerWork;
    private final BlockingWork requestWork;
    private final PeerClient client;
    private final StreamRoute stream;
    private final Optional<Secret> peerKey;
    private final List<Routes> routes;

    /**
     * @param config tells tag keys, zone and retention
     * @param source the totals of this instance
     * @param requests the requests that this instance remembers
     * @param peers where further totals are
     */
    public QueryRoutes(
            Vertx vertx,
            QuerySettings settings,
            MeteringConfig config,
            UsageSource source,
            RequestSource requests,
            Peers peers,
            MeterRegistry registry,
            Clock clock) {
        QueryLimits limits = settings.limits();
        peerKey = settings.peerKey();
        QueryRules rules = QueryRules.of(config, limits, clock);
        work = new BlockingWork(vertx, "usage-query", limits.threads(), limits.waiting(), registry);
        peerWork = new BlockingWork(vertx, "usage-peer", limits.threads(), limits.waiting(), registry);
        requestWork = new BlockingWork(vertx, "request-history", REQUEST_THREADS, REQUESTS_WAITING, registry);
        client = new PeerClient(vertx, settings.peerKey(), limits.peerDeadline());
        LocalRows local = new LocalRows(source, rules);
        Gatherer gatherer = new Gatherer(local, peers, client, rules);
        Answers answers = new Answers(gatherer, rules);
        stream = new StreamRoute(vertx, rules, answers, source, gatherer, work, registry);
        routes = List.of(
                new UsageRoute(rules, answers, work),
                stream,
                new TagsRoute(rules, answers, work),
                new KeysRoute(rules),
                new CoverageRoute(rules, answers, source, work),
                new RequestRoute(requests, peers, client, config.requestHorizon(), limits.peerDeadline(), requestWork),
                new InsightsRoute(rules, settings.insights(), answers, source, work),
                new InternalRequestRoute(requests, peerWork),
                new InternalRowsRoute(rules, local, peers, peerWork),
                new OpenApiRoute());
    }

    /**
     * Who may ask: other instances with the key they share, everybody else as decided elsewhere.
     *
     * @param others decides about everybody else
     */
    public AccessCheck access(AccessCheck others) {
        return new PeerAccess(peerKey, others);
    }

    @Override
    public void mount(Router router) {
        routes.forEach(some -> some.mount(router));
    }

    /** Ends streams and refuses further work. */
    @Override
    public void close() {
        stream.close();
        client.close();
        work.close();
        peerWork.close();
        requestWork.close();
    }
}
