package io.bedrockmeter.metering.export.ledger;

import io.bedrockmeter.metering.export.ExportProgress;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.codec.RecordCodec;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reading of the ledger topic, from where entries of a range can begin to where the topic ended at the start. */
final class LedgerScan {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerScan.class);
    private static final RecordCodec<LedgerEntry> CODEC = Topics.LEDGER.codec();
    private static final Duration POLL = Duration.ofMillis(500);

    /**
     * How far an invocation may be dated ahead of the wall-clock time at which it was entered: CloudWatch allows 2 hours,
     * the rest is room for clocks that are wrong. Earlier records cannot be of the range.
     */
    private static final Duration DATED_AHEAD = Duration.ofDays(1);

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Duration patience;
    private final Clock clock;
    private long entries;
    private long undecodable;

    LedgerScan(String topic, KafkaConsumer<byte[], byte[]> consumer, Duration patience, Clock clock) {
        this.topic = topic;
        this.consumer = consumer;
        this.patience = patience;
        this.clock = clock;
    }

    LedgerSource.Scan run(TimeRange range, Consumer<LedgerEntry> sink, ExportProgress progress) {
        List<TopicPartition> partitions = partitions();
        consumer.assign(partitions);
        Instant asOf = clock.instant();
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        Map<TopicPartition, Long> starts = starts(partitions, range.from(), ends);
        starts.forEach(consumer::seek);
        long total = sum(ends) - sum(starts);
        long left = total;
        long idleSince = System.nanoTime();
        ends.entrySet().removeIf(this::reached);
        while (!ends.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                accept(record, ends, range, sink);
            }
            long leftBefore = left;
            left = remaining(ends);
            ends.entrySet().removeIf(this::reached);
            if (left < leftBefore) {
                idleSince = System.nanoTime();
                progress.at(ExportProgress.Phase.READING, total - left, total);
            } else if (System.nanoTime() - idleSince > patience.toNanos()) {
                throw new KafkaUnavailableException(
                        "topic " + topic + " delivered nothing for " + patience.toSeconds() + " s; read "
                                + (total - left) + " of " + total + " records",
                        null);
            }
        }
        progress.at(ExportProgress.Phase.READING, total, total);
        return new LedgerSource.Scan(asOf, entries, undecodable);
    }

    private List<TopicPartition> partitions() {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new KafkaUnavailableException(
                    "topic " + topic + " does not exist: nothing was metered yet, or the topic prefix differs", null);
        }
        return found.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private Map<TopicPartition, Long> starts(
            List<TopicPartition> partitions, Instant from, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        long since = Math.max(0, from.minus(DATED_AHEAD).toEpochMilli());
        Map<TopicPartition, OffsetAndTimestamp> found =
                consumer.offsetsForTimes(partitions.stream().collect(Collectors.toMap(each -> each, each -> since)));
        Map<TopicPartition, Long> starts = new HashMap<>();
        beginnings.forEach((partition, beginning) -> {
            long end = ends.getOrDefault(partition, beginning);
            OffsetAndTimestamp first = found.get(partition);
            // No record that late: the partition has none of the range.
            long start = first == null ? end : first.offset();
            starts.put(partition, Math.min(Math.max(start, beginning), end));
        });
        return starts;
    }

    private void accept(
            ConsumerRecord<byte[], byte[]> record,
            Map<TopicPartition, Long> ends,
            TimeRange range,
            Consumer<LedgerEntry> sink) {
        Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
        if (end == null || record.offset() >= end) {
            return;
        }
        LedgerEntry entry;
        try {
            entry = CODEC.decode(record.value() == null ? new byte[0] : record.value());
        } catch (UndecodableException e) {
            undecodable++;
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("reason", e.reason())
                    .log("record of the ledger left out of an export: it cannot be decoded");
            return;
        }
        if (range.contains(entry.bookedAt())) {
            entries++;
            sink.accept(entry);
        }
    }

    /** Whether a partition is read; it is not fetched any further then. */
    private boolean reached(Map.Entry<TopicPartition, Long> end) {
        if (consumer.position(end.getKey()) < end.getValue()) {
            return false;
        }
        consumer.pause(List.of(end.getKey()));
        return true;
    }

    private long remaining(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }
}
