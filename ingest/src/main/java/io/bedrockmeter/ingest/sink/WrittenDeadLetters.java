package io.bedrockmeter.ingest.sink;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The dead letters that earlier runs committed, for sources that read some of their input again after a restart: what is
 * refused once more is not written once more. The topic itself is the memory, so it cannot disagree with what was
 * committed.
 *
 * @param origins where they came from
 */
public record WrittenDeadLetters(Set<String> origins) {

    /** None. */
    public static final WrittenDeadLetters NONE = new WrittenDeadLetters(Set.of());

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public WrittenDeadLetters {
        origins = Set.copyOf(origins);
    }

    /**
     * Reads those that were written at or after {@code since}, committed ones only.
     *
     * @param prefix what their origins begin with
     * @throws KafkaUnavailableException when the brokers cannot be reached, or stop answering
     */
    public static WrittenDeadLetters read(KafkaSettings settings, String prefix, Instant since) {
        Map<String, Object> config = settings.clientConfig();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        String topic = settings.name(Topics.DEAD_LETTERS);
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            return new WrittenDeadLetters(read(consumer, topic, prefix, since));
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("cannot read " + topic + " from " + settings.bootstrapServers(), e);
        }
    }

    /** The sink, without the dead letters that it has already. */
    public UsageSink leftOutOf(UsageSink sink) {
        return origins.isEmpty() ? sink : new Remaining(sink, origins);
    }

    private static Set<String> read(Consumer<String, byte[]> consumer, String topic, String prefix, Instant since) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times);
        partitions.forEach(partition -> {
            OffsetAndTimestamp start = starts.get(partition);
            consumer.seek(partition, start == null ? ends.getOrDefault(partition, 0L) : start.offset());
        });
        Set<String> origins = new HashSet<>();
        long progressNanos = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            boolean any = false;
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                any = true;
                if (record.key() != null && record.key().startsWith(prefix)) {
                    origins.add(record.key());
                }
            }
            if (any) {
                progressNanos = System.nanoTime();
            } else if (System.nanoTime() - progressNanos > PATIENCE.toNanos()) {
                throw new KafkaUnavailableException(
                        "reading " + topic + " made no progress for " + PATIENCE.toSeconds() + " s", null);
            }
        }
        return origins;
    }

    private record Remaining(UsageSink sink, Set<String> origins) implements UsageSink {

        @Override
        public void invocation(Invocation invocation) {
            sink.invocation(invocation);
        }

        @Override
        public void tagEvent(TagEvent event) {
            sink.tagEvent(event);
        }

        @Override
        public void deadLetter(DeadLetter deadLetter) {
            if (!origins.contains(deadLetter.origin())) {
                sink.deadLetter(deadLetter);
            }
        }
    }
}
