package io.bedrockmeter.runtime.kafka;

import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics of the catalogue that do not exist yet. */
public final class TopicSetup {

    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);

    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_MS = 50;

    private TopicSetup() {}

    /**
     * Creates what is missing; existing topics are left as they are. Several processes may do this at once.
     *
     * @return names of the topics that were missing
     * @throws KafkaUnavailableException when the brokers cannot be reached or refuse
     */
    public static List<String> ensure(KafkaSettings settings) {
        try (Admin admin = Admin.create(settings.clientConfig())) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            for (Topic<?> topic : Topics.all()) {
                if (!existing.contains(settings.name(topic))) {
                    missing.add(newTopic(settings, topic));
                }
            }
            for (var created : admin.createTopics(missing).values().entrySet()) {
                awaitCreation(created.getKey(), created.getValue());
            }
            List<String> created = missing.stream().map(NewTopic::name).toList();
            awaitVisibility(admin, created);
            return created;
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException("cannot create topics on " + settings.bootstrapServers(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while creating topics", e);
        }
    }

    private static void awaitCreation(String name, org.apache.kafka.common.KafkaFuture<Void> creation)
            throws ExecutionException, InterruptedException {
        try {
            creation.get();
            LOG.atInfo().addKeyValue("topic", name).log("topic created");
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** A topic that is created may be unknown to the broker that is asked next, for a moment. */
    private static void awaitVisibility(Admin admin, List<String> created)
            throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        while (true) {
            try {
                admin.describeTopics(created).allTopicNames().get();
                return;
            } catch (ExecutionException e) {
                boolean later = e.getCause() instanceof UnknownTopicOrPartitionException;
                if (!later || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
            }
        }
    }

    private static NewTopic newTopic(KafkaSettings settings, Topic<?> topic) {
        Optional<Short> replicas =
                settings.replicationFactor() > 0 ? Optional.of(settings.replicationFactor()) : Optional.empty();
        return new NewTopic(settings.name(topic), Optional.of(partitions(settings, topic)), replicas)
                .configs(topic.configs());
    }

    private static int partitions(KafkaSettings settings, Topic<?> topic) {
        return topic.scale() == Topic.Scale.SINGLE ? 1 : settings.partitions();
    }
}
