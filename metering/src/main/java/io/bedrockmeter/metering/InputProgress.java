package io.bedrockmeter.metering;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** How far a metering application has read topics that it reads. Not thread-safe. */
public final class InputProgress implements AutoCloseable {

    /** The topics that the rate stage reads; requests meet in it, so they have the same number of partitions. */
    static final List<Topic<?>> ALL = List.of(Topics.INVOCATIONS, Topics.TAG_EVENTS, Topics.ADJUSTMENTS);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final String applicationId;
    private final KafkaSettings kafka;
    private final List<Topic<?>> topics;
    private final Admin admin;

    /** Progress on some input topics; {@code kafka} has their actual partition count. */
    InputProgress(String applicationId, KafkaSettings kafka, List<Topic<?>> topics) {
        this.applicationId = applicationId;
        this.kafka = kafka;
        this.topics = List.copyOf(topics);
        this.admin = Admin.create(kafka.clientConfig());
    }

    /**
     * Progress of an application on some of its input topics.
     *
     * @throws KafkaUnavailableException when the brokers cannot be reached, or the topics are missing or do not fit together
     */
    public static InputProgress of(String applicationId, KafkaSettings kafka, List<Topic<?>> topics) {
        return new InputProgress(applicationId, withActualPartitions(kafka), topics);
    }

    /**
     * Waits until the application has read everything that is in the topics now.
     *
     * @param otherwise what to say when it has not
     * @throws TimeoutException when that takes longer than {@code timeout}
     * @throws InterruptedException when interrupted
     */
    public void awaitCommitted(Duration timeout, String otherwise) throws TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Target target = target();
        while (!committed(target)) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException(otherwise);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL.toMillis());
        }
    }

    /** End offsets to be reached. */
    record Target(Map<TopicPartition, Long> endOffsets) {}

    /** The ends of the input topics as of now. */
    Target target() {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (Topic<?> topic : topics) {
            for (int partition = 0; partition < kafka.partitions(); partition++) {
                latest.put(new TopicPartition(kafka.name(topic), partition), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(() -> admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all()
                        .get())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return new Target(ends);
    }

    /** Whether the application has committed at or past every end. */
    boolean committed(Target target) {
        Map<TopicPartition, OffsetAndMetadata> committed = await(() -> admin.listConsumerGroupOffsets(applicationId)
                .partitionsToOffsetAndMetadata()
                .get());
        return target.endOffsets().entrySet().stream().allMatch(end -> {
            OffsetAndMetadata offset = committed.get(end.getKey());
            return end.getValue() == 0 || (offset != null && offset.offset() >= end.getValue());
        });
    }

    @Override
    public void close() {
        admin.close();
    }

    /**
     * The settings with the partition count that the input topics really have.
     *
     * @throws KafkaUnavailableException when one is missing or they have different counts: requests would not meet their
     *     tag events
     */
    static KafkaSettings withActualPartitions(KafkaSettings kafka) {
        List<String> topics = ALL.stream().map(kafka::name).toList();
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            Map<String, TopicDescription> described =
                    await(() -> admin.describeTopics(topics).allTopicNames().get());
            List<Integer> counts = described.values().stream()
                    .map(topic -> topic.partitions().size())
                    .distinct()
                    .toList();
            if (counts.size() != 1) {
                throw new KafkaUnavailableException(
                        "topics " + topics + " must have the same number of partitions, found " + counts, null);
            }
            return new KafkaSettings(
                    kafka.bootstrapServers(),
                    kafka.topicPrefix(),
                    counts.get(0),
                    kafka.replicationFactor(),
                    kafka.clientProperties());
        }
    }

    private interface Call<T> {
        T get() throws ExecutionException, InterruptedException;
    }

    private static <T> T await(Call<T> call) {
        try {
            return call.get();
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException("cannot ask Kafka about the input topics", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while asking Kafka about the input topics", e);
        }
    }
}
