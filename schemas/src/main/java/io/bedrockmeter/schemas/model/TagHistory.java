package io.bedrockmeter.schemas.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

final class TagHistory {

    private TagHistory() {}

    /** The tags of the last version that starts at or before {@code time}; {@code versions} is ordered. */
    static Map<String, String> at(List<TagVersion> versions, Instant time) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (!versions.get(i).validFrom().isAfter(time)) {
                return versions.get(i).tags();
            }
        }
        return Map.of();
    }
}
