package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.ingest.sink.ReferenceTable;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** A table in memory; rows pass through their wire form, so that they come back as they would from Kafka. */
final class MemoryTable<V> implements ReferenceTable<V> {

    private final Map<String, V> rows = new TreeMap<>();
    private final Topic<V> topic;
    private final Function<V, String> key;

    /** While set, the brokers are away. */
    boolean unavailable;

    private MemoryTable(Topic<V> topic, Function<V, String> key) {
        this.topic = topic;
        this.key = key;
    }

    static MemoryTable<Profile> profiles() {
        return new MemoryTable<>(Topics.PROFILES, Profile::arn);
    }

    static MemoryTable<Project> projects() {
        return new MemoryTable<>(Topics.PROJECTS, Project::id);
    }

    @Override
    public synchronized Map<String, V> read() {
        if (unavailable) {
            throw new KafkaUnavailableException("the brokers are away", null);
        }
        return Map.copyOf(rows);
    }

    @Override
    public synchronized int update(Function<Map<String, V>, List<V>> change) {
        int written = 0;
        for (V row : change.apply(read())) {
            V wire = topic.codec().decode(topic.codec().encode(row));
            if (!row.equals(rows.put(key.apply(row), wire))) {
                written++;
            }
        }
        return written;
    }

    synchronized void put(V row) {
        rows.put(key.apply(row), row);
    }

    synchronized V get(String rowKey) {
        return Optional.ofNullable(rows.get(rowKey))
                .orElseThrow(() -> new AssertionError("no row " + rowKey + " among " + rows.keySet()));
    }

    synchronized int size() {
        return rows.size();
    }
}
