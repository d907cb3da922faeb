package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.http.FaceSettings;
import io.bedrockmeter.metering.http.MeteringHttp;
import io.bedrockmeter.metering.http.Peers;
import io.bedrockmeter.metering.http.QueryLimits;
import io.bedrockmeter.metering.http.ServiceSource;
import io.bedrockmeter.runtime.http.HttpConfig;
import io.bedrockmeter.runtime.http.LoopbackOnly;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The live cost explorer of this process, for callers on this machine only. */
final class LiveHttp implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final long CLOSE_SECONDS = 3;

    private final Vertx vertx;
    private final MeteringHttp http;

    private LiveHttp(Vertx vertx, MeteringHttp http) {
        this.vertx = vertx;
        this.http = http;
    }

    /**
     * Starts to serve.
     *
     * @param port port to listen on, 0 for any free one
     * @throws io.bedrockmeter.runtime.http.HttpUnavailableException when the port is taken
     */
    static LiveHttp start(int port, MeteringConfig config, MeteringService metering) {
        Vertx vertx = Vertx.vertx();
        MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        metering.counters().bindTo(registry);
        try {
            FaceSettings settings = new FaceSettings(
                    HttpConfig.of(HOST, port, "http.port"),
                    new LoopbackOnly(),
                    Optional.empty(),
                    QueryLimits.defaults());
            return new LiveHttp(
                    vertx,
                    MeteringHttp.start(
                            vertx,
                            settings,
                            config,
                            new ServiceSource(metering),
                            Peers.NONE,
                            registry,
                            Clock.systemUTC()));
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    /** Where usage can be asked for. */
    String url() {
        return "http://" + HOST + ":" + http.port() + "/v1/usage";
    }

    @Override
    public void close() {
        http.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
