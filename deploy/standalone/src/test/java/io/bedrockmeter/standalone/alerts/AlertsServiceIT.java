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
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KafkaSuite
final class AlertsServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant MINUTE = Instant.now().truncatedTo(ChronoUnit.MINUTES);

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
        Dimensions cell = new Dimensions(
                Map.of("Team", team),
                "123456789012",
                "us-east-1",
                "amazon.nova-micro-v1:0",
                "amazon.nova-micro-v1:0",
                "regional",
                "NONE",
                "NONE",
                "UNKNOWN",
                "Converse",
                "default");
        Money money = Money.parse(cost);
        UsageTotal usage = new UsageTotal(
                Granularity.MINUTE,
                MINUTE,
                MINUTE.plus(Duration.ofMinutes(1)),
                cell,
                new Totals(1, 0, 0, 0, Quantities.tokens(10, 5), money, money),
                revision,
                Instant.now());
        Map<String, Object> config = kafka.clientConfig();
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    kafka.name(Topics.usage(Granularity.MINUTE)),
                    MINUTE + "|" + team,
                    Topics.usage(Granularity.MINUTE).codec().encode(usage)));
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
