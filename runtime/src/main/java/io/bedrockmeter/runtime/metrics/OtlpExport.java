package io.bedrockmeter.runtime.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends metrics by OTLP. A collector that is away costs a line in the log per interval and nothing else. */
final class OtlpExport {

    private static final String SERVICE_NAME = "service.name";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private OtlpExport() {}

    static OtlpMeterRegistry start(OtlpSettings settings) {
        Map<String, String> attributes = new HashMap<>(settings.attributes());
        attributes.putIfAbsent(SERVICE_NAME, "bedrock-meter");
        OtlpConfig config = new OtlpConfig() {
            @Override
            public @Nullable String get(String key) {
                return null;
            }

            @Override
            public String url() {
                return settings.url().toString();
            }

            @Override
            public Duration step() {
                return settings.interval();
            }

            @Override
            public Map<String, String> headers() {
                return settings.headers();
            }

            @Override
            public Map<String, String> resourceAttributes() {
                return attributes;
            }
        };
        return OtlpMeterRegistry.builder(config)
                .clock(Clock.SYSTEM)
                .metricsSender(new OtlpHttpMetricsSender(new HttpUrlConnectionSender(PATIENCE, PATIENCE)))
                .build();
    }
}
