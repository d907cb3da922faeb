package io.bedrockmeter.schemas.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * An inference profile with its whole tag history.
 *
 * @param arn its ARN, as it appears in a log record's modelId
 * @param name its name, empty when unknown
 * @param baseModel base model id it routes to (no ARN, no geographic prefix), empty when unknown
 * @param scope whether it routes globally
 * @param status as AWS reports it, for example {@code ACTIVE}
 * @param tagHistory tag versions, ordered by validity
 */
public record Profile(
        String arn, String name, String baseModel, Scope scope, String status, List<TagVersion> tagHistory) {

    public Profile {
        tagHistory = tagHistory.stream()
                .sorted(Comparator.comparing(TagVersion::validFrom))
                .toList();
    }

    /** The tags in force at {@code time}; empty before the first version. */
    public Map<String, String> tagsAt(Instant time) {
        return TagHistory.at(tagHistory, time);
    }
}
