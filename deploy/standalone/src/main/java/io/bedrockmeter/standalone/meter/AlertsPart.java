package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.alerts.AlertsConfig;
import io.bedrockmeter.alerts.AlertsService;
import io.bedrockmeter.alerts.board.FollowedBoard;
import io.bedrockmeter.alerts.budgets.BudgetPublisher;
import io.bedrockmeter.alerts.delivery.AlertLinks;
import io.bedrockmeter.alerts.delivery.Notifier;
import io.bedrockmeter.alerts.http.AlertsRoutes;
import io.bedrockmeter.runtime.http.Health;
import io.bedrockmeter.runtime.http.HealthCheck;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.standalone.process.Lifecycle;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The alerts service in this process, with the questions that can be put to it.
 *
 * @param service the service
 * @param questions paths about budgets and alerts
 */
record AlertsPart(AlertsService service, AlertsRoutes questions) implements Part {

    /** How long a change of a budget may take in Kafka: less than people and clients wait. */
    private static final Duration CHANGE_PATIENCE = Duration.ofSeconds(10);

    static AlertsPart start(
            AlertsConfig config,
            List<Notifier> notifiers,
            AlertLinks links,
            KafkaSettings kafka,
            Web web,
            Lifecycle lifecycle) {
        AlertsService service = lifecycle.add("alerts", new AlertsService(config, kafka, notifiers));
        service.start();
        service.bindTo(web.registry());
        FollowedBoard board = lifecycle.add("alerts board", FollowedBoard.follow(kafka));
        AlertsRoutes questions = new AlertsRoutes(
                web.vertx(),
                board,
                new BudgetPublisher(kafka, CHANGE_PATIENCE),
                notifiers,
                links,
                web.registry(),
                Clock.systemUTC());
        return new AlertsPart(service, lifecycle.add("alerts questions", questions));
    }

    @Override
    public List<Routes> routes() {
        return List.of(questions);
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
