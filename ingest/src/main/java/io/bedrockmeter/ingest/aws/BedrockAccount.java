package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.runtime.config.Section;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A Region of an account whose profiles are of interest. Profiles live in one Region of one account, so each has its own.
 *
 * @param region Region, for example {@code us-east-1}; empty for the SDK's default chain
 * @param credentialsProfile profile of the shared AWS configuration, which may name a role to assume; empty for the SDK's
 *     default chain
 * @param roleArn role to assume with the credentials of this process; only together with a Region, and without a profile
 * @param externalId external id that the role asks for
 */
public record BedrockAccount(
        Optional<String> region,
        Optional<String> credentialsProfile,
        Optional<String> roleArn,
        Optional<String> externalId) {

    /** What the SDK's default chains find. */
    public static final BedrockAccount DEFAULT = new BedrockAccount(Optional.empty(), Optional.empty());

    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d+");
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/.+");

    public BedrockAccount {
        if (roleArn.isPresent() && (region.isEmpty() || credentialsProfile.isPresent())) {
            throw new IllegalArgumentException("a role to assume: expected with a Region and without a profile");
        }
    }

    /** Without a role to assume. */
    public BedrockAccount(Optional<String> region, Optional<String> credentialsProfile) {
        this(region, credentialsProfile, Optional.empty(), Optional.empty());
    }

    /** The default credentials in a Region. */
    public static BedrockAccount in(String region) {
        return new BedrockAccount(Optional.of(region), Optional.empty());
    }

    /** Reads one item of {@code references.sync.accounts}: one account for each of its Regions, none when a problem was noted. */
    static List<BedrockAccount> read(Section section) {
        List<String> regions = section.list("regions", "Regions such as us-east-1", matching(REGION));
        Optional<String> profile = section.text("credentialsProfile");
        Optional<String> role = section.parsed(
                "roleArn", "the ARN of a role such as arn:aws:iam::111122223333:role/name", matching(ROLE));
        Optional<String> externalId = section.text("externalId");
        if (externalId.isPresent() && role.isEmpty()) {
            section.problem("externalId", "no roleArn", "a role with it");
            return List.of();
        }
        if (role.isPresent() && (regions.isEmpty() || profile.isPresent())) {
            section.problem(
                    "roleArn",
                    regions.isEmpty() ? "no regions" : "a credentialsProfile",
                    "regions and no credentialsProfile with it");
            return List.of();
        }
        return regions.isEmpty()
                ? List.of(new BedrockAccount(Optional.empty(), profile))
                : regions.stream()
                        .map(region -> new BedrockAccount(Optional.of(region), profile, role, externalId))
                        .toList();
    }

    private static Function<String, Optional<String>> matching(Pattern pattern) {
        Predicate<String> matches = pattern.asMatchPredicate();
        return text -> Optional.of(text).filter(matches);
    }

    @Override
    public String toString() {
        return "bedrock in " + region.orElse("the default Region")
                + credentialsProfile.map(name -> " as " + name).orElse("")
                + roleArn.map(role -> " as " + role).orElse("");
    }
}
