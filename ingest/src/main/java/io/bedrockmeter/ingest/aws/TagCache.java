package io.bedrockmeter.ingest.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tags as AWS last told them, so that not every look asks again for every profile. Only answers that reached the table are
 * believed later; the others are asked for again. Thread-safe.
 */
final class TagCache {

    private final Duration maxAge;
    private final Map<String, Answer> written = new ConcurrentHashMap<>();
    private final Map<String, Answer> pending = new ConcurrentHashMap<>();

    private record Answer(Map<String, String> tags, Instant at, Optional<Instant> updatedAt) {}

    TagCache(Duration maxAge) {
        this.maxAge = maxAge;
    }

    /** The last answer, where it can still be believed: young enough, and the profile has not changed since. */
    Optional<ObservedTags> believed(ListedProfile profile, Instant now) {
        return Optional.ofNullable(written.get(profile.arn()))
                .filter(answer -> answer.updatedAt().equals(profile.updatedAt()))
                .filter(answer -> now.isBefore(answer.at().plus(maxAge)))
                .map(answer -> new ObservedTags(answer.tags(), answer.at(), Optional.empty(), true));
    }

    /** Takes a new answer. */
    ObservedTags put(ListedProfile profile, Map<String, String> tags, Instant at) {
        pending.put(profile.arn(), new Answer(Map.copyOf(tags), at, profile.updatedAt()));
        return new ObservedTags(
                tags, at, Optional.ofNullable(written.get(profile.arn())).map(Answer::at), false);
    }

    /** The answers taken since the last call are in the table. */
    void confirm() {
        written.putAll(pending);
        pending.clear();
    }

    /** Forgets all other profiles, and answers that were not confirmed. */
    void retain(Set<String> arns) {
        pending.clear();
        written.keySet().retainAll(arns);
    }
}
