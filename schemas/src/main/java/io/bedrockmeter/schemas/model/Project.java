package io.bedrockmeter.schemas.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A Bedrock project (bedrock-mantle) with its whole tag history.
 *
 * @param id {@code proj_…} or {@code default}
 * @param arn its ARN, empty when unknown
 * @param name its name, empty when unknown
 * @param status {@code active} or {@code archived}
 * @param tagHistory tag versions, ordered by validity
 */
public record Project(String id, String arn, String name, String status, List<TagVersion> tagHistory) {

    public Project {
        tagHistory = tagHistory.stream()
                .sorted(Comparator.comparing(TagVersion::validFrom))
                .toList();
    }

    /** The tags in force at {@code time}; empty before the first version. */
    public Map<String, String> tagsAt(Instant time) {
        return TagHistory.at(tagHistory, time);
    }
}
