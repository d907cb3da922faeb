package io.bedrockmeter.ingest.aws;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Tags as AWS reported them.
 *
 * @param tags all tags of the resource
 * @param at when AWS was asked
 * @param previously when this process asked the time before, empty when it did not
 * @param repeated whether this is an earlier answer that is still believed, not a new one
 */
record ObservedTags(Map<String, String> tags, Instant at, Optional<Instant> previously, boolean repeated) {

    ObservedTags {
        tags = Map.copyOf(tags);
    }

    static ObservedTags fresh(Map<String, String> tags, Instant at) {
        return new ObservedTags(tags, at, Optional.empty(), false);
    }
}
