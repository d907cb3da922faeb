package io.bedrockmeter.standalone.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.metering.export.ExportProgress;
import io.bedrockmeter.metering.export.focus.FocusExport;
import io.bedrockmeter.metering.export.focus.FocusSettings;
import io.bedrockmeter.metering.export.ledger.KafkaLedgerSource;
import io.bedrockmeter.metering.export.ledger.LedgerSource;
import io.bedrockmeter.metering.export.ledger.TimeRange;
import io.bedrockmeter.metering.export.table.TableFormat;
import io.bedrockmeter.metering.export.table.TargetFile.IfExists;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
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
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KafkaSuite
final class LedgerExportIT {

    private static final Instant TIME = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void what_was_committed_by_the_start_of_the_reading_is_exported_and_nothing_else(
            KafkaSettings shared, @TempDir Path folder) {
        // Given committed, aborted, foreign and unfinished records on several partitions
        KafkaSettings kafka = withPrefix(shared, "committed-");
        TopicSetup.ensure(kafka);
        try (KafkaProducer<String, byte[]> producer = producer(kafka);
                KafkaProducer<String, byte[]> unfinished = producer(kafka)) {
            producer.beginTransaction();
            for (int i = 0; i < 20_000; i++) {
                send(producer, kafka, "cell" + i % 50, Topics.LEDGER.codec().encode(entry("r" + i, TIME)));
            }
            send(producer, kafka, "cell1", "no ledger entry".getBytes(StandardCharsets.UTF_8));
            producer.commitTransaction();
            producer.beginTransaction();
            for (int i = 0; i < 100; i++) {
                send(producer, kafka, "cell" + i, Topics.LEDGER.codec().encode(entry("aborted" + i, TIME)));
            }
            producer.flush();
            producer.abortTransaction();
            unfinished.beginTransaction();
            send(unfinished, kafka, "cell1", Topics.LEDGER.codec().encode(entry("unfinished", TIME)));
            unfinished.flush();
            List<Long> progress = new ArrayList<>();

            // When
            FocusExport.Summary summary = new FocusExport(
                            new KafkaLedgerSource(kafka),
                            FocusSettings.DEFAULTS,
                            TimeRange.billingMonth(YearMonth.of(2026, 11)),
                            TableFormat.PARQUET)
                    .write(folder.resolve("focus.parquet"), IfExists.FAIL, (phase, done, total) -> {
                        if (phase == ExportProgress.Phase.READING) {
                            assertThat(done).isBetween(0L, total);
                            progress.add(done);
                        }
                    });

            // Then
            assertThat(summary.billedCost()).isEqualTo(Money.parse("0.06"));
            assertThat(summary.scan().entries()).isEqualTo(20_000);
            assertThat(summary.scan().undecodable()).isEqualTo(1);
            assertThat(summary.rows()).isEqualTo(1);
            assertThat(progress).isSorted().hasSizeGreaterThan(2);
            unfinished.abortTransaction();
        }
    }

    @Test
    void records_that_were_written_before_the_range_can_begin_are_not_read(KafkaSettings shared) {
        KafkaSettings kafka = withPrefix(shared, "range-");
        TopicSetup.ensure(kafka);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (KafkaProducer<String, byte[]> producer = producer(kafka)) {
            producer.beginTransaction();
            for (int days = 90; days >= 0; days--) {
                Instant written = now.minus(Duration.ofDays(days));
                producer.send(new ProducerRecord<>(
                        kafka.name(Topics.LEDGER),
                        0,
                        written.toEpochMilli(),
                        "cell",
                        Topics.LEDGER.codec().encode(entry("r" + days, written))));
            }
            producer.commitTransaction();
        }
        TimeRange lastDays = new TimeRange(now.minus(Duration.ofDays(3)), now.plus(Duration.ofDays(1)));
        List<String> seen = new ArrayList<>();
        List<Long> totals = new ArrayList<>();

        LedgerSource.Scan scan = new KafkaLedgerSource(kafka)
                .read(lastDays, entry -> seen.add(entry.requestId()), (phase, done, total) -> totals.add(total));

        assertThat(seen).containsExactly("r3", "r2", "r1", "r0");
        assertThat(scan.entries()).isEqualTo(4);
        assertThat(totals).last().satisfies(total -> assertThat(total).isLessThan(10));
    }

    @Test
    void a_missing_topic_or_broker_is_told_in_words(KafkaSettings shared) {
        KafkaSettings noTopic = withPrefix(shared, "nobody-made-this-");
        KafkaSettings noBroker = new KafkaSettings("localhost:1", "x.", 1, (short) 1, Map.of());

        assertThatThrownBy(() -> read(noTopic))
                .isInstanceOf(KafkaUnavailableException.class)
                .hasMessageContaining("topic " + noTopic.name(Topics.LEDGER));
        assertThatThrownBy(() -> read(noBroker))
                .isInstanceOf(KafkaUnavailableException.class)
                .hasMessageContaining("localhost:1");
    }

    private static LedgerSource.Scan read(KafkaSettings kafka) {
        return new KafkaLedgerSource(kafka, Duration.ofSeconds(3), Clock.systemUTC())
                .read(TimeRange.ALL, entry -> {}, ExportProgress.NONE);
    }

    private static KafkaSettings withPrefix(KafkaSettings kafka, String prefix) {
        return new KafkaSettings(
                kafka.bootstrapServers(), kafka.topicPrefix() + prefix, 3, (short) 1, kafka.clientProperties());
    }

    private static KafkaProducer<String, byte[]> producer(KafkaSettings kafka) {
        Map<String, Object> config = kafka.clientConfig();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "ledger-export-" + UUID.randomUUID());
        KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static void send(KafkaProducer<String, byte[]> producer, KafkaSettings kafka, String key, byte[] value) {
        producer.send(new ProducerRecord<>(kafka.name(Topics.LEDGER), key, value));
    }

    private static LedgerEntry entry(String requestId, Instant time) {
        Money cost = Money.parse("0.000003");
        return new LedgerEntry(
                requestId,
                1,
                1,
                EntryReason.FIRST,
                time,
                new Dimensions(
                        Map.of("Team", "search"),
                        "111122223333",
                        "us-east-1",
                        "m",
                        "m",
                        "regional",
                        Dimensions.NONE,
                        Dimensions.NONE,
                        "p",
                        "Converse",
                        "default"),
                List.of(),
                false,
                Quantities.tokens(1, 0),
                new Rating.Priced(
                        "m",
                        Scope.REGIONAL,
                        "default",
                        true,
                        false,
                        RateLayer.BUNDLED,
                        "s",
                        "1",
                        List.of(new Charge(Unit.INPUT_TOKEN, 1, new BigDecimal("0.000003"), cost, cost)),
                        cost,
                        cost));
    }
}
