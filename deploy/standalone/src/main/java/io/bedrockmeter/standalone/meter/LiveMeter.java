package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.alerts.AlertsConfig;
import io.bedrockmeter.alerts.AlertsService;
import io.bedrockmeter.alerts.delivery.Notifier;
import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.standalone.process.Lifecycle;
import java.util.List;

/**
 * Metering and alerts, running. What feeds them is started after them and so ends before them.
 *
 * @param metering the metering service
 * @param alerts the alerts service
 * @param http the cost explorer
 */
record LiveMeter(MeteringService metering, AlertsService alerts, LiveHttp http) {

    /** Starts both on topics that exist; the lifecycle ends them. */
    static LiveMeter start(
            KafkaSettings kafka,
            MeteringConfig meteringConfig,
            AlertsConfig alertsConfig,
            List<Notifier> notifiers,
            int httpPort,
            Lifecycle lifecycle) {
        AlertsService alerts = lifecycle.add("alerts", new AlertsService(alertsConfig, kafka, notifiers));
        alerts.start();
        MeteringService metering = lifecycle.add("metering", new MeteringService(meteringConfig, kafka));
        metering.start();
        LiveHttp http = lifecycle.add("http", LiveHttp.start(httpPort, meteringConfig, metering));
        return new LiveMeter(metering, alerts, http);
    }
}
