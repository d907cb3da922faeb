package io.bedrockmeter.ingest.sink;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes profiles and projects to their tables, only those that differ from what is there. */
public final class ReferencePublisher {

    private final KafkaSettings settings;

    public ReferencePublisher(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * Publishes profiles.
     *
     * @return how many were new or different
     * @throws KafkaUnavailableException when the brokers cannot be reached or refuse
     */
    public int publishProfiles(List<Profile> profiles) {
        return publish(Topics.PROFILES, profiles, Profile::arn);
    }

    /** As {@link #publishProfiles}, for projects. */
    public int publishProjects(List<Project> projects) {
        return publish(Topics.PROJECTS, projects, Project::id);
    }

    private <V> int publish(Topic<V> topic, List<V> values, Function<V, String> key) {
        if (values.isEmpty()) {
            return 0;
        }
        Map<String, V> changed = changed(CompactedTable.read(settings, topic), values, key);
        if (!changed.isEmpty()) {
            write(topic, changed);
        }
        return changed.size();
    }

    /** What differs from the table; of several values with one key the last counts. */
    static <V> Map<String, V> changed(Map<String, V> table, List<V> values, Function<V, String> key) {
        Map<String, V> changed = new LinkedHashMap<>();
        values.forEach(value -> changed.put(key.apply(value), value));
        changed.entrySet().removeIf(entry -> entry.getValue().equals(table.get(entry.getKey())));
        return changed;
    }

    private <V> void write(Topic<V> topic, Map<String, V> values) {
        Map<String, Object> config = settings.clientConfig();
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        String name = settings.name(topic);
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            values.forEach((key, value) -> sent.add(
                    producer.send(new ProducerRecord<>(name, key, topic.codec().encode(value)))));
            for (Future<?> each : sent) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException("cannot write " + name, e.getCause());
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("cannot write " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while writing " + name, e);
        }
    }
}
