package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.alerts.AlertsConfig;
import io.bedrockmeter.alerts.AlertsService;
import io.bedrockmeter.alerts.delivery.Notifier;
import io.bedrockmeter.runtime.http.Health;
import io.bedrockmeter.runtime.http.HealthCheck;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.standalone.process.Lifecycle;
import java.util.List;
import java.util.Optional;

/** The alerts service in this process. */
record AlertsPart(AlertsService service) implements Part {

    static AlertsPart start(
            AlertsConfig config, List<Notifier> notifiers, KafkaSettings kafka, Web web, Lifecycle lifecycle) {
        AlertsService service = lifecycle.add("alerts", new AlertsService(config, kafka, notifiers));
        service.start();
        service.bindTo(web.registry());
        return new AlertsPart(service);
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
