package io.bedrockmeter.ingest.aws;

import java.util.Optional;

/**
 * A Region of an account whose profiles are of interest. Profiles live in one Region of one account, so each has its own.
 *
 * @param region Region, for example {@code us-east-1}; empty for the SDK's default chain
 * @param credentialsProfile profile of the shared AWS configuration, which may name a role to assume; empty for the SDK's
 *     default chain
 */
public record BedrockAccount(Optional<String> region, Optional<String> credentialsProfile) {

    /** What the SDK's default chains find. */
    public static final BedrockAccount DEFAULT = new BedrockAccount(Optional.empty(), Optional.empty());

    /** The default credentials in a Region. */
    public static BedrockAccount in(String region) {
        return new BedrockAccount(Optional.of(region), Optional.empty());
    }

    @Override
    public String toString() {
        return "bedrock in " + region.orElse("the default Region")
                + credentialsProfile.map(name -> " as " + name).orElse("");
    }
}
