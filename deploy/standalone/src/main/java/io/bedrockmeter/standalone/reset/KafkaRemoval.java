package io.bedrockmeter.standalone.reset;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Removes groups, topics and records at the brokers. What is gone already is no error. */
final class KafkaRemoval {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_MS = 100;
    private static final long ALL = -1;

    private final Admin admin;
    private final KafkaSettings kafka;

    KafkaRemoval(Admin admin, KafkaSettings kafka) {
        this.admin = admin;
        this.kafka = kafka;
    }

    /** The members of groups, each as one line. */
    List<String> members(List<String> groups) {
        List<String> members = new ArrayList<>();
        admin.describeConsumerGroups(groups)
                .describedGroups()
                .forEach((group, description) -> unlessGone(
                        "describe consumer group " + group,
                        () -> description
                                .get()
                                .members()
                                .forEach(member ->
                                        members.add(group + ": " + member.clientId() + " on " + member.host()))));
        return members;
    }

    void forget(List<String> groups) {
        admin.deleteConsumerGroups(groups)
                .deletedGroups()
                .forEach((group, deletion) -> unlessGone("delete consumer group " + group, deletion::get));
    }

    void delete(List<String> topics) {
        admin.deleteTopics(topics)
                .topicNameValues()
                .forEach((topic, deletion) -> unlessGone("delete topic " + topic, deletion::get));
        call("wait for topics to be gone", () -> {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            Set<String> left = new HashSet<>(topics);
            while (!left.isEmpty()) {
                left.retainAll(admin.listTopics().names().get());
                if (!left.isEmpty() && System.nanoTime() - deadline > 0) {
                    throw new KafkaUnavailableException("topics are still there after a minute: " + left, null);
                }
                TimeUnit.MILLISECONDS.sleep(left.isEmpty() ? 0 : LOOK_AGAIN_MS);
            }
        });
    }

    void empty(List<String> topics) {
        call("delete the records of " + topics, () -> {
            Map<TopicPartition, RecordsToDelete> everything = new HashMap<>();
            partitions(topics).forEach(partition -> everything.put(partition, RecordsToDelete.beforeOffset(ALL)));
            admin.deleteRecords(everything).all().get();
        });
    }

    /** Writes a record without a value for each key that there is. */
    void withdraw(List<String> topics) {
        topics.forEach(this::withdraw);
    }

    private void withdraw(String topic) {
        call("withdraw the keys of " + topic, () -> {
            List<TopicPartition> partitions = partitions(List.of(topic));
            Set<ByteBuffer> done = new HashSet<>();
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                            kafka.clientConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                    KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                            kafka.clientConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                    for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
                        if (found.key() != null && done.add(ByteBuffer.wrap(found.key()))) {
                            producer.send(new ProducerRecord<>(found.topic(), found.partition(), found.key(), null));
                        }
                    }
                }
                producer.flush();
            }
        });
    }

    private List<TopicPartition> partitions(List<String> topics) throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicDescription topic :
                admin.describeTopics(topics).allTopicNames().get().values()) {
            topic.partitions().forEach(info -> partitions.add(new TopicPartition(topic.name(), info.partition())));
        }
        return partitions;
    }

    private interface Call {
        void run() throws ExecutionException, InterruptedException;
    }

    private static void unlessGone(String what, Call call) {
        call(what, () -> {
            try {
                call.run();
            } catch (ExecutionException e) {
                boolean gone = e.getCause() instanceof GroupIdNotFoundException
                        || e.getCause() instanceof UnknownTopicOrPartitionException;
                if (!gone) {
                    throw e;
                }
            }
        });
    }

    private static void call(String what, Call call) {
        try {
            call.run();
        } catch (ExecutionException e) {
            String hint = e.getCause() instanceof GroupNotEmptyException ? "; a service has started meanwhile" : "";
            throw new KafkaUnavailableException(
                    "cannot " + what + hint + "; repeat the reset before services start", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted; repeat the reset before services start", e);
        }
    }
}
