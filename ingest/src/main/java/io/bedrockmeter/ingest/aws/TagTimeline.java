package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.schemas.model.TagVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Since when tags hold, worked out from what was observed. AWS tells the tags of now only, never when they were set.
 *
 * <ul>
 *   <li>The first tags seen hold since the resource was created, or since the epoch where AWS does not say when: what was used
 *       before we looked is attributed to them.
 *   <li>Other tags than those in force hold from when they were seen. Where AWS says that the resource changed since we
 *       last asked, they hold from that change.
 *   <li>Tags equal to those in force say nothing new, whoever stated them.
 * </ul>
 */
final class TagTimeline {

    private TagTimeline() {}

    /**
     * The history with an observation.
     *
     * @param createdAt when the resource was created, as far as AWS says
     * @param updatedAt when AWS says it last changed
     */
    static List<TagVersion> observed(
            List<TagVersion> history, ObservedTags seen, Optional<Instant> createdAt, Optional<Instant> updatedAt) {
        Instant at = millis(seen.at());
        if (history.isEmpty()) {
            Instant since = createdAt.map(TagTimeline::millis).orElse(Instant.EPOCH);
            return List.of(new TagVersion(since.isAfter(at) ? at : since, seen.tags()));
        }
        if (seen.repeated()) {
            // Another process may have learned of a change since.
            return history;
        }
        Optional<TagVersion> inForce = history.stream()
                .filter(version -> !version.validFrom().isAfter(at))
                .max(Comparator.comparing(TagVersion::validFrom));
        if (inForce.map(TagVersion::tags).orElse(Map.of()).equals(seen.tags())) {
            return history;
        }
        Instant since = updatedAt
                .map(TagTimeline::millis)
                .filter(update -> seen.previously().filter(update::isAfter).isPresent())
                .filter(update -> !update.isAfter(at))
                .filter(update -> inForce.map(TagVersion::validFrom)
                        .filter(from -> !update.isAfter(from))
                        .isEmpty())
                .orElse(at);
        List<TagVersion> versions = new ArrayList<>(history);
        versions.removeIf(version -> version.validFrom().equals(since));
        versions.add(new TagVersion(since, seen.tags()));
        versions.sort(Comparator.comparing(TagVersion::validFrom));
        return List.copyOf(versions);
    }

    /** As exact as the topic is; a finer time would differ from itself after a round trip. */
    private static Instant millis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
