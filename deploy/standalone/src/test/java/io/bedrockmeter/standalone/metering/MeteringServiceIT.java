package io.bedrockmeter.standalone.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UsageOrigin;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KafkaSuite
final class MeteringServiceIT {

    private static final String MODEL = "anthropic.claude-sonnet-4-20250514-v1:0";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void what_was_metered_survives_a_restart_and_later_knowledge_still_corrects_it(
            KafkaSettings kafka, @TempDir Path state) throws Exception {
        // Given calls that were metered before a restart
        TopicSetup.ensure(kafka);
        MeteringConfig config = MeteringConfig.defaults(state);
        try (KafkaProducer<String, byte[]> producer = producer(kafka);
                MeteringService metering = new MeteringService(config, kafka)) {
            send(producer, kafka, Topics.RATE_CARDS, MODEL, rates());
            metering.start();
            for (int i = 0; i < 1_000; i++) {
                send(producer, kafka, Topics.INVOCATIONS, "r" + i % 900, call("r" + i % 900));
            }
            producer.flush();
            metering.awaitCaughtUp(PATIENCE);
            assertThat(total(metering.usage().totals(Granularity.MONTH)).cost()).isEqualTo(Money.parse("5.4"));
        }

        // When tags arrive after it
        try (KafkaProducer<String, byte[]> producer = producer(kafka);
                MeteringService metering = new MeteringService(config, kafka)) {
            metering.start();
            for (int i = 0; i < 300; i++) {
                send(producer, kafka, Topics.TAG_EVENTS, "r" + i, tags("r" + i));
            }
            producer.flush();
            metering.awaitCaughtUp(PATIENCE);

            // Then every call is still counted once and the tagged ones moved
            List<UsageRow> months = metering.usage().totals(Granularity.MONTH);
            assertThat(total(months).requests()).isEqualTo(900);
            assertThat(total(months).cost()).isEqualTo(Money.parse("5.4"));
            assertThat(total(months).unpriced()).isZero();
            assertThat(total(months.stream()
                                    .filter(row -> "search"
                                            .equals(row.dimensions().tags().get("Team")))
                                    .toList())
                            .cost())
                    .isEqualTo(Money.parse("1.8"));
        }
    }

    private static Totals total(List<UsageRow> rows) {
        return rows.stream().map(UsageRow::totals).reduce(Totals.ZERO, Totals::plus);
    }

    @Test
    void topics_keep_windows_as_long_as_configured(KafkaSettings kafka, @TempDir Path state) throws Exception {
        TopicSetup.ensure(kafka);
        MeteringConfig config =
                MeteringConfig.defaults(state).withRetention(Map.of(Granularity.MINUTE, Duration.ofDays(3)));

        try (MeteringService metering = new MeteringService(config, kafka)) {
            metering.start();
        }

        assertThat(retention(kafka, Topics.usage(Granularity.MINUTE))).isEqualTo("259200000");
        assertThat(retention(kafka, Topics.spendByTag(Granularity.MINUTE))).isEqualTo("259200000");
        assertThat(retention(kafka, Topics.usage(Granularity.HOUR)))
                .isEqualTo(Long.toString(Topics.retention(Granularity.HOUR).toMillis()));
    }

    private static String retention(KafkaSettings kafka, Topic<?> topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, kafka.name(topic));
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            return admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get("retention.ms")
                    .value();
        }
    }

    private static KafkaProducer<String, byte[]> producer(KafkaSettings kafka) {
        return new KafkaProducer<>(kafka.clientConfig(), new StringSerializer(), new ByteArraySerializer());
    }

    private static <V> void send(
            KafkaProducer<String, byte[]> producer, KafkaSettings kafka, Topic<V> topic, String key, V value) {
        producer.send(new ProducerRecord<>(kafka.name(topic), key, topic.codec().encode(value)));
    }

    private static Invocation call(String requestId) {
        return new Invocation(
                requestId,
                Instant.parse("2026-11-20T12:00:00Z"),
                "111122223333",
                "us-east-1",
                "",
                "Converse",
                MODEL,
                "",
                "arn:aws:iam::111122223333:user/u",
                Quantities.tokens(1_000, 200),
                true,
                "",
                false,
                "",
                -1,
                Map.of(),
                UsageOrigin.INVOCATION_LOG,
                "test");
    }

    private static TagEvent tags(String requestId) {
        return new TagEvent(
                requestId, Map.of("team", "search"), "", "", "", -1, true, "test", requestId, Instant.EPOCH);
    }

    private static RateSchedule rates() {
        return new RateSchedule(
                MODEL, List.of(card(Unit.INPUT_TOKEN, "0.000003"), card(Unit.OUTPUT_TOKEN, "0.000015")));
    }

    private static RateCard card(Unit unit, String price) {
        return new RateCard(
                Scope.REGIONAL,
                RateCard.ANY_REGION,
                RateCard.DEFAULT_TIER,
                unit,
                0,
                new BigDecimal(price),
                Instant.EPOCH,
                Optional.empty(),
                RateLayer.BUNDLED,
                "test",
                "1");
    }
}
