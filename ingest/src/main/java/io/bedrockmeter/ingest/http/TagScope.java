package io.bedrockmeter.ingest.http;

import io.bedrockmeter.schemas.model.TagEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a sender may say about requests. Tag keys fold as they do in metering: case and all but letters and digits are
 * ignored, so that no spelling passes by. A sender with limited tags may name only listed projects and profiles, because
 * those have tags too.
 */
final class TagScope {

    /** No limits. */
    static final TagScope ALL = new TagScope(Map.of(), Set.of(), Set.of());

    private final Map<String, Set<String>> valuesByKey = new LinkedHashMap<>();
    private final Set<String> projects;
    private final Set<String> profiles;

    TagScope(Map<String, List<String>> tags, Set<String> projects, Set<String> profiles) {
        tags.forEach((key, values) -> valuesByKey.put(fold(key), Set.copyOf(values)));
        this.projects = Set.copyOf(projects);
        this.profiles = Set.copyOf(profiles);
    }

    boolean isLimited() {
        return !valuesByKey.isEmpty() || !projects.isEmpty() || !profiles.isEmpty();
    }

    /** The field of the event that is out of scope, empty when it may be said. */
    Optional<String> violation(TagEvent event) {
        if (!isLimited()) {
            return Optional.empty();
        }
        for (Map.Entry<String, String> tag : event.tags().entrySet()) {
            Set<String> allowed = valuesByKey.get(fold(tag.getKey()));
            if (allowed != null && !allowed.contains(tag.getValue())) {
                return Optional.of("data.tags");
            }
        }
        if (!event.projectId().isEmpty() && !projects.contains(event.projectId())) {
            return Optional.of("data.projectId");
        }
        if (!event.profileArn().isEmpty() && !profiles.contains(event.profileArn())) {
            return Optional.of("data.profileArn");
        }
        return Optional.empty();
    }

    static String fold(String key) {
        StringBuilder folded = new StringBuilder(key.length());
        key.chars().filter(Character::isLetterOrDigit).forEach(c -> folded.append((char) c));
        return folded.toString().toLowerCase(Locale.ROOT);
    }
}
