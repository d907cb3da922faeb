package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.runtime.http.HttpFace;
import io.bedrockmeter.runtime.http.HttpUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;

/** The live cost explorer as a running server. */
public final class MeteringHttp implements AutoCloseable {

    private final QueryRoutes routes;
    private final HttpFace face;

    private MeteringHttp(QueryRoutes routes, HttpFace face) {
        this.routes = routes;
        this.face = face;
    }

    /**
     * Starts to serve and returns when it listens.
     *
     * @param config tells tag keys, zone and retention
     * @param source the totals of this instance
     * @param peers where further totals are, {@link Peers#NONE} for a single instance
     * @throws HttpUnavailableException when the port is taken
     */
    public static MeteringHttp start(
            Vertx vertx,
            FaceSettings settings,
            MeteringConfig config,
            UsageSource source,
            Peers peers,
            MeterRegistry registry,
            Clock clock) {
        QueryRoutes routes = new QueryRoutes(vertx, settings, config, source, peers, registry, clock);
        try {
            PeerAccess access = new PeerAccess(settings.peerKey(), settings.access());
            return new MeteringHttp(routes, HttpFace.start(vertx, settings.http(), access, List.of(routes)));
        } catch (HttpUnavailableException e) {
            routes.close();
            throw e;
        }
    }

    /** The port that is listened on. */
    public int port() {
        return face.port();
    }

    /** Stops: ends streams, refuses new requests, closes connections. The Vert.x instance stays with who brought it. */
    @Override
    public void close() {
        routes.close();
        face.close();
    }
}
