package io.bedrockmeter.metering.explain;

import io.bedrockmeter.metering.scan.TopicScan;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The topics that speak of one request, as they were when this was opened. Not thread-safe. */
final class RequestTopics implements AutoCloseable {

    private final String requestId;
    private final byte[] key;
    private final LedgerLineOf ledgerLine;
    private final List<TopicScan> open = new ArrayList<>();
    private final TopicScan ledger;
    private final TopicScan invocations;
    private final TopicScan tagEvents;

    /**
     * Opens the topics.
     *
     * @throws KafkaUnavailableException when the brokers do not answer in time
     */
    RequestTopics(KafkaSettings kafka, String requestId, Duration patience) {
        this.requestId = requestId;
        this.key = requestId.getBytes(StandardCharsets.UTF_8);
        this.ledgerLine = new LedgerLineOf(requestId);
        try {
            this.ledger = open(kafka, Topics.LEDGER, patience);
            this.invocations = open(kafka, Topics.INVOCATIONS, patience);
            this.tagEvents = open(kafka, Topics.TAG_EVENTS, patience);
        } catch (KafkaUnavailableException e) {
            close();
            throw e;
        }
    }

    private TopicScan open(KafkaSettings kafka, Topic<?> topic, Duration patience) {
        TopicScan scan = new TopicScan(kafka, topic, patience);
        open.add(scan);
        return scan;
    }

    /**
     * What was written of the request in {@code [since, until)}, as far as it could be read.
     *
     * @param late asked now and then whether to leave it at what was found
     * @throws KafkaUnavailableException when the brokers do not answer in time
     */
    Explanation written(Instant since, Instant until, BooleanSupplier late) {
        List<Sighting<LedgerEntry>> lines = new ArrayList<>();
        for (int partition = 0; partition < ledger.partitions() && !late.getAsBoolean(); partition++) {
            ledger.read(
                    partition,
                    since,
                    until,
                    late,
                    sink(Topics.LEDGER, found -> ledgerLine.matches(found.value()), lines));
        }
        return new Explanation(
                requestId,
                byRequest(invocations, Topics.INVOCATIONS, since, until, late),
                byRequest(tagEvents, Topics.TAG_EVENTS, since, until, late),
                lines);
    }

    private <V> List<Sighting<V>> byRequest(
            TopicScan scan, Topic<V> topic, Instant since, Instant until, BooleanSupplier late) {
        List<Sighting<V>> sightings = new ArrayList<>();
        scan.read(
                scan.partitionOf(requestId),
                since,
                until,
                late,
                sink(topic, found -> Arrays.equals(key, found.key()), sightings));
        return sightings;
    }

    private static <V> TopicScan.Sink sink(
            Topic<V> topic, Predicate<ConsumerRecord<byte[], byte[]>> isMeant, List<Sighting<V>> sightings) {
        return found -> {
            if (found.value() != null && isMeant.test(found)) {
                Sighting.of(topic, found).ifPresent(sightings::add);
            }
        };
    }

    @Override
    public void close() {
        open.forEach(TopicScan::close);
    }
}
