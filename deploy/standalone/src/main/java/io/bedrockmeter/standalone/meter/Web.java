package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.runtime.metrics.OtlpSettings;
import io.bedrockmeter.runtime.metrics.ProcessMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the servers of this process share: event loops and metrics. */
final class Web implements AutoCloseable {

    private static final long CLOSE_SECONDS = 3;

    private final Vertx vertx = Vertx.vertx();
    private final ProcessMetrics metrics;

    /** @param otlp where metrics are sent besides being served, empty for nowhere */
    Web(Optional<OtlpSettings> otlp) {
        metrics = new ProcessMetrics(otlp);
    }

    Vertx vertx() {
        return vertx;
    }

    /** Where everything is counted. */
    MeterRegistry registry() {
        return metrics.registry();
    }

    /** What is served at {@code /metrics}. */
    PrometheusMeterRegistry prometheus() {
        return metrics.prometheus();
    }

    @Override
    public void close() {
        metrics.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
