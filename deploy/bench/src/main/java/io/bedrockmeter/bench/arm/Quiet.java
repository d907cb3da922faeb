package io.bedrockmeter.bench.arm;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Tells when nothing is written to topics any more. */
final class Quiet {

    private static final long LOOK_AGAIN_MS = 50;

    private Quiet() {}

    /**
     * Waits until nothing was committed to some topics for so long, and a count of what is under way did not grow.
     *
     * @return for how long nothing was
     */
    static Duration await(KafkaSettings kafka, List<String> topics, Duration quiet, LongSupplier activity)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (TopicDescription topic :
                    admin.describeTopics(topics).allTopicNames().get().values()) {
                topic.partitions()
                        .forEach(info ->
                                ends.put(new TopicPartition(topic.name(), info.partition()), OffsetSpec.latest()));
            }
            long before = -1;
            long changedAt = System.nanoTime();
            while (true) {
                long now = total(admin, ends) + activity.getAsLong();
                if (now != before) {
                    before = now;
                    changedAt = System.nanoTime();
                }
                Duration since = Duration.ofNanos(System.nanoTime() - changedAt);
                if (since.compareTo(quiet) >= 0) {
                    return since;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
            }
        }
    }

    private static long total(Admin admin, Map<TopicPartition, OffsetSpec> ends)
            throws ExecutionException, InterruptedException {
        return admin
                .listOffsets(ends, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get()
                .values()
                .stream()
                .mapToLong(end -> end.offset())
                .sum();
    }
}
