package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.ingest.aws.BedrockAccount;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Region of which account a change is made in. */
final class AwsOptions {

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Region of the profile (default: that of the AWS configuration).")
    private Optional<String> region = Optional.empty();

    @Option(
            names = "--aws-profile",
            paramLabel = "NAME",
            description = "Profile of the shared AWS configuration to use.")
    private Optional<String> credentialsProfile = Optional.empty();

    BedrockAccount account() {
        return new BedrockAccount(region, credentialsProfile);
    }
}
