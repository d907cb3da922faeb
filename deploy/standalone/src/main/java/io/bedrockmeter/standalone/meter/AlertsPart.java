package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.alerts.AlertsConfig;
import io.bedrockmeter.alerts.AlertsService;
import io.bedrockmeter.alerts.delivery.Notifier;
import io.bedrockmeter.runtime.http.Health;
import io.bedrockmeter.runtime.http.HealthCheck;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.standalone.process.Lifecycle;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The alerts service in this process. */
record AlertsPart(AlertsService service) implements Part {

    static AlertsPart start(
            AlertsConfig config, List<Notifier> notifiers, KafkaSettings kafka, Web web, Lifecycle lifecycle) {
        AlertsService service = lifecycle.add("alerts", new AlertsService(config, kafka, notifiers));
        service.start();
        service.restore().bindTo(web.registry());
        for (Notifier notifier : notifiers) {
            count(web.registry(), "delivered", notifier.name(), service, AlertsService::delivered);
            count(web.registry(), "undeliverable", notifier.name(), service, AlertsService::undeliverable);
        }
        return new AlertsPart(service);
    }

    private static void count(
            MeterRegistry registry,
            String what,
            String notifier,
            AlertsService service,
            Function<AlertsService, Map<String, Long>> counts) {
        FunctionCounter.builder(
                        "bedrock.meter.alerts." + what,
                        service,
                        counted -> counts.apply(counted).getOrDefault(notifier, 0L))
                .description("Alerts by notifier since the start")
                .tag("notifier", notifier)
                .register(registry);
    }

    @Override
    public List<Routes> routes() {
        return List.of();
    }

    @Override
    public List<HealthCheck> checks() {
        return List.of(new HealthCheck(
                "alerts",
                () -> service.isReady() ? new Health.Up() : new Health.Down("budget state is not ready yet")));
    }

    @Override
    public Optional<String> failure() {
        return service.failure().map(reason -> "alerts stopped: " + reason);
    }
}
