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
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UsageOrigin;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KafkaSuite
final class CaughtUpIT {

    private static final String MODEL = "anthropic.claude-sonnet-4-20250514-v1:0";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void what_is_caught_up_with_is_visible_however_rare_commits_are(KafkaSettings kafka, @TempDir Path state)
            throws Exception {
        TopicSetup.ensure(kafka);
        MeteringConfig config = withCommitsEvery(Duration.ofSeconds(3), MeteringConfig.defaults(state));
        try (KafkaProducer<String, byte[]> producer = producer(kafka);
                MeteringService metering = new MeteringService(config, kafka)) {
            send(producer, kafka, Topics.RATE_CARDS, MODEL, rates());
            metering.start();
            for (int i = 0; i < 500; i++) {
                send(producer, kafka, Topics.INVOCATIONS, "rare" + i, call("rare" + i));
            }
            producer.flush();

            metering.awaitCaughtUp(PATIENCE);

            assertThat(total(metering.usage().totals(Granularity.MONTH)).requests())
                    .isEqualTo(500);
        }
    }

    private static MeteringConfig withCommitsEvery(Duration interval, MeteringConfig config) {
        return new MeteringConfig(
                config.applicationId(),
                config.stateDir(),
                config.threads(),
                config.standbyReplicas(),
                config.taxonomy(),
                config.trustOrder(),
                config.defaultTags(),
                config.principals(),
                config.zone(),
                config.requestHorizon(),
                config.retention(),
                config.maxCells(),
                interval,
                interval,
                config.requestStore());
    }

    private static Totals total(List<UsageRow> rows) {
        return rows.stream().map(UsageRow::totals).reduce(Totals.ZERO, Totals::plus);
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
