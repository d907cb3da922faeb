package io.bedrockmeter.runtime.http;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a caller may do.
 *
 * @param id name of the grant
 * @param paths paths it may use
 * @param tags allowed values by tag key; a key that is not listed is not limited
 * @param projects projects it may name, where anything is limited
 * @param profiles inference profiles it may name, where anything is limited
 * @param recordsPerSecond how much all callers with this grant may send together, 0 without limit
 */
public record Grant(
        String id,
        PathSet paths,
        Map<String, List<String>> tags,
        Set<String> projects,
        Set<String> profiles,
        int recordsPerSecond) {

    public Grant {
        tags = Map.copyOf(tags);
        projects = Set.copyOf(projects);
        profiles = Set.copyOf(profiles);
    }
}
