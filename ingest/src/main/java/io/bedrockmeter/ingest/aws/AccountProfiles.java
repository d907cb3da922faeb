package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.ingest.aws.ResourceArn.Owner;
import io.bedrockmeter.ingest.aws.SyncSummary.Failure;
import io.bedrockmeter.schemas.model.Profile;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The profiles of one account in one Region, as far as they could be learned.
 *
 * @param profiles what was seen
 * @param wholeTypes resource types whose list is whole: what is missing there is gone
 * @param failures what could not be learned
 */
record AccountProfiles(List<ObservedProfile> profiles, Set<String> wholeTypes, List<Failure> failures) {

    AccountProfiles {
        profiles = List.copyOf(profiles);
        wholeTypes = Set.copyOf(wholeTypes);
        failures = List.copyOf(failures);
    }

    /** Those of the known profiles that should have been seen, but were not. */
    List<Profile> missing(Collection<Profile> known) {
        Set<String> seen =
                profiles.stream().map(profile -> profile.listed().arn()).collect(Collectors.toSet());
        // The account is known from what it listed only; an empty list says nothing about anybody.
        Set<Owner> owners = seen.stream()
                .flatMap(arn -> ResourceArn.parse(arn).stream())
                .map(ResourceArn::owner)
                .collect(Collectors.toSet());
        return known.stream()
                .filter(profile -> !seen.contains(profile.arn()))
                .filter(profile -> ResourceArn.parse(profile.arn())
                        .filter(arn -> wholeTypes.contains(arn.type()) && owners.contains(arn.owner()))
                        .isPresent())
                .toList();
    }
}
