package io.bedrockmeter.standalone.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.explain.History;
import io.bedrockmeter.metering.explain.HistorySearch;
import io.bedrockmeter.metering.explain.Sighting;
import io.bedrockmeter.metering.request.RequestState;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.UnpricedReason;
import io.bedrockmeter.schemas.model.UsageOrigin;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The history of a request that was entered at noon and corrected five hours later, by a price and then by a tag event. */
@KafkaSuite
final class HistorySearchIT {

    private static final Instant CALLED =
            Instant.now().minus(Duration.ofHours(6)).truncatedTo(ChronoUnit.MILLIS);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Instant HEARD = CALLED.plus(Duration.ofHours(5));
    private final String requestId = "r" + NUMBER.incrementAndGet();
    private final KafkaSettings kafka;

    private final LedgerEntry first = entry(1, EntryReason.FIRST);
    private final LedgerEntry second = entry(2, EntryReason.REFERENCE_DATA);
    private final LedgerEntry third = entry(3, EntryReason.TAG_EVENT);

    /** Each test has topics of its own: where a record lies among others decides what a search by time comes across. */
    HistorySearchIT(KafkaSettings shared) {
        this.kafka = new KafkaSettings(
                shared.bootstrapServers(),
                shared.topicPrefix() + requestId + ".",
                shared.partitions(),
                shared.replicationFactor(),
                Map.of());
    }

    @Test
    void lines_written_long_before_the_request_was_last_heard_of_are_found() {
        write();

        History found = new HistorySearch(kafka, Duration.ofSeconds(60)).find(requestId, state());

        assertThat(found.complete()).isTrue();
        assertThat(found.explanation().lines())
                .extracting(Sighting::value)
                .containsExactly(first, reversal(first, second), second, reversal(second, third), third);
        assertThat(found.explanation().invocations())
                .extracting(Sighting::writtenAt)
                .containsExactly(CALLED);
        assertThat(found.explanation().inForce()).containsExactly(third);
    }

    @Test
    void what_is_found_at_once_is_told_when_the_time_is_over_and_said_to_be_incomplete() {
        write();

        History found = new HistorySearch(kafka, Duration.ofMillis(1)).find(requestId, state());

        assertThat(found.complete()).isFalse();
        assertThat(found.explanation().inForce()).containsExactly(third);
        assertThat(found.explanation().invocations())
                .extracting(Sighting::where)
                .containsExactly(Sighting.MEMORY);
    }

    @Test
    void a_line_that_is_nowhere_makes_the_history_incomplete() {
        TopicSetup.ensure(kafka);
        send(Topics.LEDGER, CALLED, first);
        send(Topics.LEDGER, HEARD, second);
        send(Topics.LEDGER, HEARD, third);
        send(Topics.LEDGER, HEARD, reversal(second, third));

        History found = new HistorySearch(kafka, Duration.ofSeconds(60)).find(requestId, state());

        assertThat(found.complete()).isFalse();
        assertThat(found.explanation().lines()).hasSize(4);
    }

    private void write() {
        TopicSetup.ensure(kafka);
        send(Topics.INVOCATIONS, CALLED, call());
        send(Topics.LEDGER, CALLED, first);
        send(Topics.LEDGER, CALLED.plus(Duration.ofHours(1)), reversal(first, second));
        send(Topics.LEDGER, CALLED.plus(Duration.ofHours(1)), second);
        send(Topics.LEDGER, HEARD, reversal(second, third));
        send(Topics.LEDGER, HEARD, third);
    }

    private RequestState state() {
        return RequestState.EMPTY
                .withInvocation(Topics.INVOCATIONS.codec().encode(call()), HEARD.toEpochMilli())
                .withEntry(Topics.LEDGER.codec().encode(third), new int[0]);
    }

    private <V> void send(Topic<V> topic, Instant writtenAt, V value) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka.clientConfig(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    kafka.name(topic),
                    null,
                    writtenAt.toEpochMilli(),
                    requestId,
                    topic.codec().encode(value)));
        }
    }

    private static LedgerEntry reversal(LedgerEntry entry, LedgerEntry next) {
        return entry.reversal(next.revision(), next.reason());
    }

    private LedgerEntry entry(int revision, EntryReason reason) {
        return new LedgerEntry(
                requestId,
                revision,
                1,
                reason,
                CALLED,
                new Dimensions(
                        Map.of("Team", "team" + revision),
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
                Quantities.tokens(1_000, 0),
                new Rating.Unpriced(UnpricedReason.UNKNOWN_MODEL, "no rate card"));
    }

    private Invocation call() {
        return new Invocation(
                requestId,
                CALLED,
                "111122223333",
                "us-east-1",
                "",
                "Converse",
                "m",
                "",
                "p",
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
}
