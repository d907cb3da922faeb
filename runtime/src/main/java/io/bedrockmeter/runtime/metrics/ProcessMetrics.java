package io.bedrockmeter.runtime.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.util.Optional;

/** All metrics of a process, with those of its virtual machine. Close once. */
public final class ProcessMetrics implements AutoCloseable {

    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CompositeMeterRegistry all = new CompositeMeterRegistry();
    private final JvmGcMetrics pauses = new JvmGcMetrics();

    /** @param otlp where metrics are sent besides, empty for nowhere */
    public ProcessMetrics(Optional<OtlpSettings> otlp) {
        all.add(prometheus);
        otlp.map(OtlpExport::start).ifPresent((OtlpMeterRegistry sender) -> all.add(sender));
        new JvmMemoryMetrics().bindTo(all);
        new JvmThreadMetrics().bindTo(all);
        new ProcessorMetrics().bindTo(all);
        new UptimeMetrics().bindTo(all);
        new FileDescriptorMetrics().bindTo(all);
        pauses.bindTo(all);
    }

    /** Where everything is counted. */
    public MeterRegistry registry() {
        return all;
    }

    /** What Prometheus is shown. */
    public PrometheusMeterRegistry prometheus() {
        return prometheus;
    }

    /** Sends what was counted last, where it is sent at all. */
    @Override
    public void close() {
        pauses.close();
        all.getRegistries().forEach(MeterRegistry::close);
        all.close();
    }
}
