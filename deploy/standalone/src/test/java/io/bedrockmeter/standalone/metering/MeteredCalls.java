package io.bedrockmeter.standalone.metering;

import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
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
import io.bedrockmeter.schemas.topics.Topics;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Calls that cost 0.003 USD each, on the topics of a broker, and what metering makes of them. */
public final class MeteredCalls {

    private static final String MODEL = "anthropic.claude-sonnet-4-20250514-v1:0";

    private MeteredCalls() {}

    /** Sends a number of calls with ids from a number on, and their price. */
    public static void send(KafkaSettings kafka, int from, int count) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka.clientConfig(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    kafka.name(Topics.RATE_CARDS),
                    MODEL,
                    Topics.RATE_CARDS.codec().encode(price())));
            for (int i = from; i < from + count; i++) {
                producer.send(new ProducerRecord<>(
                        kafka.name(Topics.INVOCATIONS),
                        "r" + i,
                        Topics.INVOCATIONS.codec().encode(call("r" + i))));
            }
        }
    }

    /** What a number of calls cost. */
    public static Money cost(int calls) {
        return Money.ofUsd(new BigDecimal("0.003").multiply(BigDecimal.valueOf(calls)));
    }

    /** The whole of a month's totals. */
    public static Totals total(MeteringService metering) {
        return metering.usage().totals(Granularity.MONTH).stream()
                .map(UsageRow::totals)
                .reduce(Totals.ZERO, Totals::plus);
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

    private static RateSchedule price() {
        return new RateSchedule(
                MODEL,
                List.of(new RateCard(
                        Scope.REGIONAL,
                        RateCard.ANY_REGION,
                        RateCard.DEFAULT_TIER,
                        Unit.INPUT_TOKEN,
                        0,
                        new BigDecimal("0.000003"),
                        Instant.EPOCH,
                        Optional.empty(),
                        RateLayer.BUNDLED,
                        "test",
                        "1")));
    }
}
