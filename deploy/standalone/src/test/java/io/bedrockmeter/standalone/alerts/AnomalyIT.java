package io.bedrockmeter.standalone.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.alerts.AlertsConfig;
import io.bedrockmeter.alerts.AlertsService;
import io.bedrockmeter.alerts.delivery.Notifier;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertKind;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An anomaly on a real broker, told by one service and known to the next one, whose disk is empty. */
@KafkaSuite
final class AnomalyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int DAYS = 20;

    @TempDir
    private Path state;

    @Test
    void a_runaway_is_told_once_whoever_watches(KafkaSettings kafka) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        TopicSetup.ensure(kafka);
        Recording first = new Recording();
        try (AlertsService service = service(kafka, "first", first)) {
            service.start();
            await().atMost(PATIENCE).until(service::isReady);
            try (KafkaProducer<String, byte[]> producer = producer(kafka)) {
                for (int hour = 24 * DAYS; hour > 0; hour--) {
                    Instant past = now.minus(HOUR.multipliedBy(hour));
                    usage(kafka, producer, past, "search", "2", 1);
                    usage(kafka, producer, past, "ads", "2", 1);
                }
                usage(kafka, producer, now, "search", "500", 1);
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(first.alerts).extracting(Alert::rule).containsExactlyInAnyOrder("hour", "day"));
        }

        Recording second = new Recording();
        try (AlertsService service = service(kafka, "second", second)) {
            service.start();
            await().atMost(PATIENCE).until(service::isReady);
            try (KafkaProducer<String, byte[]> producer = producer(kafka)) {
                usage(kafka, producer, now, "search", "700", 2);
                producer.flush();
                usage(kafka, producer, now, "ads", "500", 1);
            }
            // What is known of the other team is looked at in the same looks.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(second.alerts)
                            .extracting(alert -> alert.subject().instance() + " " + alert.rule())
                            .containsExactlyInAnyOrder("ads hour", "ads day"));
        }

        assertThat(first.alerts).extracting(Alert::kind).containsOnly(AlertKind.ANOMALY);
        assertThat(first.alerts)
                .extracting(alert ->
                        alert.subject().budgetId() + "/" + alert.subject().instance())
                .containsOnly("anomaly:Team/search");
    }

    private AlertsService service(KafkaSettings kafka, String directory, Notifier notifier) {
        return new AlertsService(AlertsConfig.defaults(state.resolve(directory)), kafka, List.of(notifier));
    }

    private static KafkaProducer<String, byte[]> producer(KafkaSettings kafka) {
        return new KafkaProducer<>(kafka.clientConfig(), new StringSerializer(), new ByteArraySerializer());
    }

    private static void usage(
            KafkaSettings kafka,
            KafkaProducer<String, byte[]> producer,
            Instant minute,
            String team,
            String cost,
            long revision) {
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
                minute,
                minute.plus(Duration.ofMinutes(1)),
                cell,
                new Totals(1, 0, 0, 0, Quantities.tokens(10, 5), money, money),
                revision,
                Instant.now());
        producer.send(new ProducerRecord<>(
                kafka.name(Topics.usage(Granularity.MINUTE)),
                minute + "|" + team,
                Topics.usage(Granularity.MINUTE).codec().encode(usage)));
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
