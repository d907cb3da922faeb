package io.bedrockmeter.standalone.metering;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.http.FaceSettings;
import io.bedrockmeter.metering.http.MeteringHttp;
import io.bedrockmeter.metering.http.Peers;
import io.bedrockmeter.metering.http.QueryLimits;
import io.bedrockmeter.metering.http.ServiceSource;
import io.bedrockmeter.runtime.http.HttpConfig;
import io.bedrockmeter.runtime.http.LoopbackOnly;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Optional;

/** The HTTP interface of a metering service, as its process has it. */
final class CostExplorer implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final MeteringHttp http;

    /** @param port to listen on, 0 for any free one */
    CostExplorer(MeteringConfig config, MeteringService metering, Peers peers, int port) {
        http = MeteringHttp.start(
                vertx,
                new FaceSettings(
                        HttpConfig.of(HOST, port, "http.port"),
                        new LoopbackOnly(),
                        Optional.empty(),
                        QueryLimits.defaults()),
                config,
                new ServiceSource(metering),
                peers,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Clock.systemUTC());
    }

    int port() {
        return http.port();
    }

    @Override
    public void close() {
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
