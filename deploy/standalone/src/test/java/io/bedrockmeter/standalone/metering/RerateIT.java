package io.bedrockmeter.standalone.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.metering.explain.Explainer;
import io.bedrockmeter.metering.explain.Explanation;
import io.bedrockmeter.metering.explain.ExplanationText;
import io.bedrockmeter.metering.rerate.RerateRequest;
import io.bedrockmeter.metering.rerate.RerateSummary;
import io.bedrockmeter.metering.rerate.Rerater;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.EntryReason;
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
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
final class RerateIT {

    private static final String MODEL = "anthropic.claude-sonnet-4-20250514-v1:0";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration HORIZON = Duration.ofSeconds(20);
    private static final int REQUESTS = 2_500;

    private final Instant calledAt = Instant.now().minus(Duration.ofDays(20)).truncatedTo(ChronoUnit.MILLIS);

    @Test
    void a_price_corrected_after_requests_are_forgotten_reaches_the_totals_through_a_rerate_and_back(
            KafkaSettings kafka, @TempDir Path state) throws Exception {
        // Given requests that metering has forgotten, and a price corrected after that
        TopicSetup.ensure(kafka);
        MeteringConfig config = MeteringConfig.defaults(state).withRequestHorizon(HORIZON);
        Rerater rerater = new Rerater(config, kafka);
        try (KafkaProducer<String, byte[]> producer = producer(kafka);
                MeteringService metering = new MeteringService(config, kafka)) {
            send(producer, kafka, Topics.RATE_CARDS, MODEL, rates("0.000003", "1"));
            metering.start();
            for (int i = 0; i < REQUESTS; i++) {
                send(producer, kafka, Topics.INVOCATIONS, "r" + i, call("r" + i));
            }
            producer.flush();
            metering.awaitCaughtUp(PATIENCE);
            await().atMost(PATIENCE)
                    .until(() -> metering.counters().forgottenRequests.sum() == REQUESTS);
            send(producer, kafka, Topics.RATE_CARDS, MODEL, rates("0.000004", "2"));
            producer.flush();

            // When the range is rerated, after a look at what would change
            RerateSummary preview = rerater.preview(request("dry run"), looked -> {});
            assertThat(total(metering).cost()).isEqualTo(Money.parse("7.5"));
            RerateSummary applied = rerater.apply(request("wrong price"), looked -> {});
            rerater.awaitEntered(PATIENCE);
            metering.awaitCaughtUp(PATIENCE);

            // Then the totals have the new price, and nothing is left to change
            assertThat(preview.whole()).isEqualTo(applied.whole());
            assertThat(applied.whole().requests()).isEqualTo(REQUESTS);
            assertThat(applied.whole().change()).isEqualTo(Money.parse("2.5"));
            assertThat(applied.byVersion()).isEqualTo(Map.of("test 2", (long) REQUESTS));
            for (Granularity granularity : Granularity.values()) {
                assertThat(total(metering, granularity).cost())
                        .as("%s", granularity)
                        .isEqualTo(Money.parse("10"));
                assertThat(total(metering, granularity).requests()).isEqualTo(REQUESTS);
            }
            assertThat(rerater.preview(request("again"), looked -> {}).whole().requests())
                    .isZero();
            assertExplained(kafka);

            // And back
            send(producer, kafka, Topics.RATE_CARDS, MODEL, rates("0.000003", "3"));
            producer.flush();
            rerater.apply(request("it was right"), looked -> {});
            rerater.awaitEntered(PATIENCE);
            metering.awaitCaughtUp(PATIENCE);
            assertThat(total(metering).cost()).isEqualTo(Money.parse("7.5"));
        }
    }

    private static void assertExplained(KafkaSettings kafka) {
        Explanation explanation = new Explainer(kafka).explain("r7", Optional.empty(), looked -> {});
        assertThat(explanation.invocations()).hasSize(1);
        assertThat(explanation.lines()).hasSize(3);
        assertThat(explanation.inForce()).singleElement().satisfies(entry -> {
            assertThat(entry.reason()).isEqualTo(EntryReason.RERATED);
            assertThat(entry.note()).isEqualTo("wrong price");
        });
        assertThat(ExplanationText.render(explanation))
                .contains("1,000 inputTokens x 0.000004 USD = 0.004000000000 USD", "version 2", "rerated: wrong price");
        assertThat(new Explainer(kafka)
                        .explain("nobody", Optional.of(Instant.now()), looked -> {})
                        .isKnown())
                .isFalse();
    }

    private RerateRequest request(String reason) {
        return new RerateRequest(
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                calledAt,
                calledAt.plusSeconds(1),
                Optional.of(MODEL),
                reason);
    }

    private static Totals total(MeteringService metering) {
        return total(metering, Granularity.MONTH);
    }

    private static Totals total(MeteringService metering, Granularity granularity) {
        return metering.usage().totals(granularity).stream()
                .map(UsageRow::totals)
                .reduce(Totals.ZERO, Totals::plus);
    }

    private static KafkaProducer<String, byte[]> producer(KafkaSettings kafka) {
        return new KafkaProducer<>(kafka.clientConfig(), new StringSerializer(), new ByteArraySerializer());
    }

    private static <V> void send(
            KafkaProducer<String, byte[]> producer, KafkaSettings kafka, Topic<V> topic, String key, V value) {
        producer.send(new ProducerRecord<>(kafka.name(topic), key, topic.codec().encode(value)));
    }

    private Invocation call(String requestId) {
        return new Invocation(
                requestId,
                calledAt,
                "111122223333",
                "us-east-1",
                "",
                "Converse",
                MODEL,
                "",
                "arn:aws:iam::111122223333:user/u",
                Quantities.tokens(1_000, 0),
                true,
                "",
                false,
                "",
                -1,
                Map.of(),
                UsageOrigin.INVOCATION_LOG,
                "test");
    }

    private static RateSchedule rates(String input, String version) {
        return new RateSchedule(
                MODEL,
                List.of(new RateCard(
                        Scope.REGIONAL,
                        RateCard.ANY_REGION,
                        RateCard.DEFAULT_TIER,
                        Unit.INPUT_TOKEN,
                        0,
                        new BigDecimal(input),
                        Instant.EPOCH,
                        Optional.empty(),
                        RateLayer.BUNDLED,
                        "test",
                        version)));
    }
}
