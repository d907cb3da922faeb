package io.bedrockmeter.ingest.aws;

import java.util.Map;

/**
 * A profile or project after it was created or tagged.
 *
 * @param arn ARN of the profile, id of the project
 * @param tags all its tags
 * @param published whether the table knows already; else the next synchronisation tells it
 */
public record Administered(String arn, Map<String, String> tags, boolean published) {

    public Administered {
        tags = Map.copyOf(tags);
    }
}
