package io.bedrockmeter.ingest.sink;

import io.bedrockmeter.ingest.reference.StatedRows;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Writes profiles and projects to their tables, only those that differ from what is there. */
public final class ReferencePublisher {

    private final ReferenceTable<Profile> profiles;
    private final ReferenceTable<Project> projects;

    public ReferencePublisher(KafkaSettings settings) {
        profiles = new KafkaReferenceTable<>(settings, Topics.PROFILES, Profile::arn);
        projects = new KafkaReferenceTable<>(settings, Topics.PROJECTS, Project::id);
    }

    /** The table of inference profiles, by ARN. */
    public ReferenceTable<Profile> profiles() {
        return profiles;
    }

    /** The table of projects, by id. */
    public ReferenceTable<Project> projects() {
        return projects;
    }

    /**
     * Publishes profiles that a file states; what was observed after the last stated tags stays.
     *
     * @return how many were new or different
     * @throws KafkaUnavailableException when the brokers cannot be reached or refuse
     */
    public int publishProfiles(List<Profile> stated) {
        return stated.isEmpty() ? 0 : profiles.update(table -> StatedRows.profiles(table, stated));
    }

    /** As {@link #publishProfiles}, for projects. */
    public int publishProjects(List<Project> stated) {
        return stated.isEmpty() ? 0 : projects.update(table -> StatedRows.projects(table, stated));
    }

    /** What differs from the table; of several values with one key the last counts. */
    static <V> Map<String, V> changed(Map<String, V> table, List<V> values, Function<V, String> key) {
        Map<String, V> changed = new LinkedHashMap<>();
        values.forEach(value -> changed.put(key.apply(value), value));
        changed.entrySet().removeIf(entry -> entry.getValue().equals(table.get(entry.getKey())));
        return changed;
    }
}
