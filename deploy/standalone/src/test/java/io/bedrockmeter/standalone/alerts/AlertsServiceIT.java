package io.bedrockmeter.standalone.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.alerts.AlertsConfig;
import io.bedrockmeter.alerts.AlertsService;
import io.bedrockmeter.alerts.budgets.BudgetFile;
import io.bedrockmeter.alerts.budgets.BudgetPublisher;
import io.bedrockmeter.alerts.budgets.InvalidBudgetsException;
import io.bedrockmeter.alerts.delivery.Notifier;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertDelivery;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KafkaSuite
final class AlertsServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path state;

    @Test
    void what_is_delivered_is_delivered_once_even_when_state_and_offsets_are_lost(KafkaSettings kafka)
            throws Exception {
        TopicSetup.ensure(kafka);
        new BudgetPublisher(kafka)
                .apply(budgets(
                        "budgets: [{id: each, eachOf: Team, amount: 10, period: month, thresholds: [50, 100]}]"));
        Recording first = new Recording();
        try (AlertsService service = service(kafka, "first", first)) {
            service.start();
            await().atMost(PATIENCE).until(service::isReady);
            usage(kafka, "search", "6", 1);
            usage(kafka, "ads", "4", 1);
            await().atMost(PATIENCE).until(() -> !first.alerts.isEmpty());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.deliveries().values())
                            .extracting(AlertDelivery::state)
                            .containsExactly(AlertDelivery.State.CONFIRMED));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.statuses()).containsOnlyKeys("each/search", "each/ads"));
        }
        forget(kafka);

        Recording second = new Recording();
        try (AlertsService service = service(kafka, "second", second)) {
            service.start();
            await().atMost(PATIENCE).until(service::isReady);
            usage(kafka, "search", "11", 2);
            new BudgetPublisher(kafka).test("each", Instant.now());

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(second.alerts)
                            .extracting(Alert::kind)
                            .containsExactlyInAnyOrder(AlertKind.THRESHOLD, AlertKind.TEST));
        }

        assertThat(first.alerts).extracting(Alert::rule).containsExactly("50");
        assertThat(second.alerts).extracting(Alert::rule).containsExactlyInAnyOrder("100", "test");
    }

    private AlertsService service(KafkaSettings kafka, String directory, Notifier notifier) {
        return new AlertsService(AlertsConfig.defaults(state.resolve(directory)), kafka, List.of(notifier));
    }

    /** The consumer groups, and with them all offsets: the evaluation and the delivery begin anew. */
    private static void forget(KafkaSettings kafka) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            String group = kafka.topicPrefix() + AlertsConfig.DEFAULT_APPLICATION_ID;
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                admin.deleteConsumerGroups(List.of(group, group + "-delivery"))
                        .all()
                        .get();
            });
        }
    }

    private static List<Budget> budgets(String yaml) throws InvalidBudgetsException {
        return BudgetFile.parse(yaml, "test");
    }

    private static void usage(KafkaSettings kafka, String team, String cost, long revision) {
        try (TeamUsage usage = new TeamUsage(kafka)) {
            usage.total(team, cost, revision);
        }
    }

    private static final class Recording implements Notifier {

        private final List<Alert> alerts = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "recording";
        }

        @Override
        public String send(List<Alert> found, String destination) {
            alerts.addAll(found);
            return "";
        }
    }
}
