package io.bedrockmeter.standalone.metering;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.coverage.IngestReports;
import io.bedrockmeter.metering.http.Peers;
import io.bedrockmeter.metering.http.QueryLimits;
import io.bedrockmeter.metering.http.QueryRoutes;
import io.bedrockmeter.metering.http.QuerySettings;
import io.bedrockmeter.metering.http.ServiceRequests;
import io.bedrockmeter.metering.http.ServiceSource;
import io.bedrockmeter.metering.insight.InsightSettings;
import io.bedrockmeter.runtime.http.HttpConfig;
import io.bedrockmeter.runtime.http.HttpFace;
import io.bedrockmeter.runtime.http.LoopbackOnly;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The HTTP interface of a metering service, as its process has it. */
public final class CostExplorer implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final IngestReports reports;
    private final QueryRoutes questions;
    private final HttpFace http;

    /** @param port to listen on, 0 for any free one */
    public CostExplorer(MeteringConfig config, MeteringService metering, KafkaSettings kafka, Peers peers, int port) {
        reports = IngestReports.follow(kafka);
        questions = new QueryRoutes(
                vertx,
                new QuerySettings(Optional.empty(), QueryLimits.defaults(), InsightSettings.defaults()),
                config,
                new ServiceSource(metering, reports),
                new ServiceRequests(metering, kafka),
                peers,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Clock.systemUTC());
        http = HttpFace.start(
                vertx,
                HttpConfig.of(HOST, port, "http.port"),
                questions.access(new LoopbackOnly()),
                List.of(questions));
    }

    public int port() {
        return http.port();
    }

    @Override
    public void close() {
        questions.close();
        http.close();
        reports.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
