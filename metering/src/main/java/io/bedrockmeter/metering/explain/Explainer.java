package io.bedrockmeter.metering.explain;

import io.bedrockmeter.metering.scan.TopicScan;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Looks one request up in the topics. Invocations and tag events are keyed by request id: one partition each is read. The
 * ledger is keyed by cell and read whole, or from a given time; lines of other requests are told by their first bytes and
 * not decoded.
 */
public final class Explainer {

    /** Calls dated up to two hours ahead are entered; the rest is for clocks that disagree. */
    private static final Duration ENTERED_AHEAD = Duration.ofDays(1);

    private static final int PROGRESS_EVERY = 10_000;

    private final KafkaSettings kafka;

    public Explainer(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /**
     * Everything that is known of a request.
     *
     * @param calledSince a time at or before the call, if known; saves reading older parts of the ledger
     * @param progress told now and then how many records have been looked at
     * @throws KafkaUnavailableException when the topics cannot be read
     */
    public Explanation explain(String requestId, Optional<Instant> calledSince, LongConsumer progress) {
        Progress counted = new Progress(progress);
        byte[] key = requestId.getBytes(StandardCharsets.UTF_8);
        LedgerLineOf ledgerLine = new LedgerLineOf(requestId);
        List<Sighting<Invocation>> invocations = byRequest(Topics.INVOCATIONS, requestId, key, counted);
        List<Sighting<TagEvent>> tagEvents = byRequest(Topics.TAG_EVENTS, requestId, key, counted);
        List<Sighting<LedgerEntry>> lines = new ArrayList<>();
        try (TopicScan scan = new TopicScan(kafka, Topics.LEDGER)) {
            Optional<Instant> since = calledSince.map(time -> time.minus(ENTERED_AHEAD));
            for (int partition = 0; partition < scan.partitions(); partition++) {
                collect(
                        scan,
                        partition,
                        since,
                        Topics.LEDGER,
                        found -> ledgerLine.matches(found.value()),
                        counted,
                        lines);
            }
        }
        return new Explanation(requestId, invocations, tagEvents, lines);
    }

    private <V> List<Sighting<V>> byRequest(Topic<V> topic, String requestId, byte[] key, Progress counted) {
        List<Sighting<V>> sightings = new ArrayList<>();
        try (TopicScan scan = new TopicScan(kafka, topic)) {
            collect(
                    scan,
                    scan.partitionOf(requestId),
                    Optional.empty(),
                    topic,
                    found -> Arrays.equals(key, found.key()),
                    counted,
                    sightings);
        }
        return sightings;
    }

    private static <V> void collect(
            TopicScan scan,
            int partition,
            Optional<Instant> since,
            Topic<V> topic,
            Predicate<ConsumerRecord<byte[], byte[]>> isMeant,
            Progress counted,
            List<Sighting<V>> sightings) {
        scan.read(partition, since, found -> {
            counted.oneMore();
            if (found.value() != null && isMeant.test(found)) {
                Sighting.of(topic, found).ifPresent(sightings::add);
            }
        });
    }

    private static final class Progress {
        private final LongConsumer listener;
        private long looked;

        Progress(LongConsumer listener) {
            this.listener = listener;
        }

        void oneMore() {
            if (++looked % PROGRESS_EVERY == 0) {
                listener.accept(looked);
            }
        }
    }
}
