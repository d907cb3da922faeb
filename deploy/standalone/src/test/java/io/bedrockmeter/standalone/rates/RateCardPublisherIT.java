package io.bedrockmeter.standalone.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.rates.BundledRateCards;
import io.bedrockmeter.metering.rates.RateCardDiff;
import io.bedrockmeter.metering.rates.RateCardDiff.Kind;
import io.bedrockmeter.metering.rates.RateCardFile;
import io.bedrockmeter.metering.rates.RateCardPublisher;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@KafkaSuite
final class RateCardPublisherIT {

    private static final int PUBLISHERS = 4;

    @Test
    void rate_cards_are_published_once_read_whole_and_changed_only_where_they_differ(KafkaSettings kafka)
            throws Exception {
        TopicSetup.ensure(kafka);
        RateCardPublisher publisher = new RateCardPublisher(kafka);

        // The bundle goes out once.
        RateCardDiff first = publisher.publishBundled();
        RateCardDiff again = publisher.publishBundled();
        assertThat(first.count(Kind.ADDED)).isGreaterThan(1_000);
        assertThat(again.isEmpty()).isTrue();
        assertThat(List.copyOf(publisher.current().prices().values())).isEqualTo(BundledRateCards.load());

        // A newer file of the same source stays when an older program starts.
        RateCardFile bundled = BundledRateCards.file();
        RateCardFile newer = new RateCardFile(
                RateLayer.BUNDLED,
                bundled.source(),
                "9999-01-01",
                List.of(schedule("maker.new", RateLayer.BUNDLED, bundled.source(), "9999-01-01", "1")));
        publisher.replace(newer);
        assertThat(publisher.publishBundled().isEmpty()).isTrue();
        assertThat(publisher.current().prices()).containsOnlyKeys("maker.new");

        // Several publishers at once: none overwrites what another merged.
        mergeConcurrently(kafka);
        assertThat(publisher.current().prices()).hasSize(PUBLISHERS + 1);

        // A row that cannot be decoded does not block the table.
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka.clientConfig(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(kafka.name(Topics.RATE_CARDS), "maker.m0", new byte[] {1, 2, 3}))
                    .get();
        }
        Map<String, RateSchedule> table = publisher.current().prices();
        assertThat(table).hasSize(PUBLISHERS).doesNotContainKey("maker.m0");
    }

    private static void mergeConcurrently(KafkaSettings kafka) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS);
        try {
            List<Future<RateCardDiff>> merges = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                RateSchedule schedule = schedule("maker.m" + i, RateLayer.OVERRIDE, "contract", "1", "2");
                merges.add(threads.submit(() -> new RateCardPublisher(kafka).merge(List.of(schedule))));
            }
            for (Future<RateCardDiff> merge : merges) {
                assertThat(merge.get().count(Kind.ADDED)).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static RateSchedule schedule(String model, RateLayer layer, String source, String version, String usd) {
        return new RateSchedule(
                model,
                List.of(new RateCard(
                        Scope.REGIONAL,
                        "*",
                        "default",
                        Unit.INPUT_TOKEN,
                        0,
                        new BigDecimal(usd),
                        Instant.EPOCH,
                        Optional.empty(),
                        layer,
                        source,
                        version)));
    }
}
