package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.ingest.reference.RoutedModel;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows of the profiles table, from what is known and what was observed. */
final class ProfileRows {

    /** Status of a profile that AWS no longer lists; its history is still needed for what was used through it. */
    static final String DELETED = "DELETED";

    private static final String ACTIVE = "ACTIVE";

    /** The id of a global profile, where an owner wrote into the description what the profile was copied from. */
    private static final Pattern GLOBAL_SOURCE =
            Pattern.compile("(?<![\\w.-])global\\.[a-z][a-z0-9]*\\.[a-z][\\w.:-]*");

    private ProfileRows() {}

    /** The rows that an observation of an account asks for: those of all profiles seen, and of those that are gone. */
    static List<Profile> of(Map<String, Profile> table, AccountProfiles seen) {
        List<Profile> rows = new ArrayList<>();
        for (ObservedProfile profile : seen.profiles()) {
            Optional<Profile> known =
                    Optional.ofNullable(table.get(profile.listed().arn()));
            rows.add(row(known, profile.listed(), profile.tags().stream().toList(), ""));
        }
        seen.missing(table.values()).stream().map(ProfileRows::deleted).forEach(rows::add);
        return rows;
    }

    /**
     * The row of one profile.
     *
     * @param tags what was observed of its tags, in order
     * @param copiedFrom what it was copied from, empty when nobody said
     */
    static Profile row(Optional<Profile> known, ListedProfile listed, List<ObservedTags> tags, String copiedFrom) {
        List<String> names = new ArrayList<>(List.of(listed.arn(), listed.id(), copiedFrom));
        Matcher source = GLOBAL_SOURCE.matcher(listed.description());
        if (source.find()) {
            names.add(source.group());
        }
        RoutedModel routed = RoutedModel.of(names, listed.models());
        List<TagVersion> history = known.map(Profile::tagHistory).orElse(List.of());
        for (ObservedTags seen : tags) {
            history = TagTimeline.observed(history, seen, listed.createdAt(), listed.updatedAt());
        }
        return new Profile(
                listed.arn(),
                listed.name().isEmpty() ? known.map(Profile::name).orElse("") : listed.name(),
                routed.baseModel().isEmpty() ? known.map(Profile::baseModel).orElse("") : routed.baseModel(),
                scope(known, routed),
                listed.status().isEmpty() ? ACTIVE : listed.status(),
                history);
    }

    /** A profile never changes its source, and AWS may not show what an operator knows: once global, always global. */
    private static Scope scope(Optional<Profile> known, RoutedModel routed) {
        return known.map(Profile::scope).filter(scope -> scope == Scope.GLOBAL).orElse(routed.scope());
    }

    private static Profile deleted(Profile known) {
        return new Profile(known.arn(), known.name(), known.baseModel(), known.scope(), DELETED, known.tagHistory());
    }
}
