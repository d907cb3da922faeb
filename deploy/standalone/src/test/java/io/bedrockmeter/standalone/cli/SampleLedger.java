package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Charge;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Two priced calls of October 2025, one of team search and one of team ads that was booked to November. */
final class SampleLedger {

    static final String MODEL = "acme.m-v1:0";
    static final Instant CALLED_AT = Instant.parse("2025-10-20T12:00:00Z");
    static final Instant BOOKED_LATER = Instant.parse("2025-11-03T09:00:00Z");

    private SampleLedger() {}

    static void write(KafkaSettings kafka) {
        TopicSetup.ensure(kafka);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka.clientConfig(), new StringSerializer(), new ByteArraySerializer())) {
            for (LedgerEntry entry :
                    List.of(entry("r-search", "search", CALLED_AT), entry("r-ads", "ads", BOOKED_LATER))) {
                producer.send(new ProducerRecord<>(
                        kafka.name(Topics.LEDGER),
                        entry.requestId(),
                        Topics.LEDGER.codec().encode(entry)));
            }
        }
    }

    private static LedgerEntry entry(String requestId, String team, Instant bookedAt) {
        Money cost = Money.parse("0.003");
        return new LedgerEntry(
                requestId,
                1,
                1,
                EntryReason.FIRST,
                CALLED_AT,
                bookedAt,
                new Dimensions(
                        Map.of("Team", team, "CostCenter", "cc-" + team),
                        "111122223333",
                        "us-east-1",
                        MODEL,
                        MODEL,
                        "regional",
                        Dimensions.NONE,
                        Dimensions.NONE,
                        "p",
                        "Converse",
                        "default"),
                List.of(),
                false,
                Quantities.tokens(1_000, 0),
                new Rating.Priced(
                        MODEL,
                        Scope.REGIONAL,
                        "default",
                        true,
                        false,
                        RateLayer.BUNDLED,
                        "s",
                        "1",
                        List.of(new Charge(Unit.INPUT_TOKEN, 1_000, new BigDecimal("0.000003"), cost, cost)),
                        cost,
                        cost),
                "");
    }

    /** Runs a command on the brokers and topics of the settings. */
    static CommandRun run(KafkaSettings kafka, Map<String, String> environment, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers(), "--topic-prefix", kafka.topicPrefix()));
        return CommandRun.in(environment, all.toArray(String[]::new));
    }
}
