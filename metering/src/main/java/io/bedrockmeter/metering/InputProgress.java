package io.bedrockmeter.metering;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** How far an application has read the input topics. */
final class InputProgress implements AutoCloseable {

    private final String applicationId;
    private final KafkaSettings kafka;
    private final Admin admin;

    InputProgress(String applicationId, KafkaSettings kafka) {
        this.applicationId = applicationId;
        this.kafka = kafka;
        this.admin = Admin.create(kafka.clientConfig());
    }

    /** End offsets to be reached. */
    record Target(Map<TopicPartition, Long> endOffsets) {}

    /** The ends of the input topics as of now. */
    Target target() {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (String topic : inputTopics(kafka)) {
            for (int partition = 0; partition < kafka.partitions(); partition++) {
                latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
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
        List<String> topics = inputTopics(kafka);
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

    private static List<String> inputTopics(KafkaSettings kafka) {
        return List.of(kafka.name(Topics.INVOCATIONS), kafka.name(Topics.TAG_EVENTS), kafka.name(Topics.ADJUSTMENTS));
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
