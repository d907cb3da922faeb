package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.ingest.replay.ReplaySettings;
import io.bedrockmeter.runtime.config.Durations;
import io.bedrockmeter.standalone.process.BadInputException;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** How refused documents are reached again. */
final class ReplayOptions {

    private static final int LARGEST_RECORD = 32 << 20;
    private static final String FALLBACK_REGION = "us-east-1";

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Region of the S3 buckets (default: that of the AWS configuration).")
    private Optional<String> region = Optional.empty();

    @Option(
            names = "--role-arn",
            paramLabel = "ARN",
            description = "Role to assume for reading buckets and log groups.")
    private Optional<String> roleArn = Optional.empty();

    @Option(names = "--external-id", paramLabel = "ID", description = "External id that the role asks for.")
    private Optional<String> externalId = Optional.empty();

    @Option(
            names = "--look-back",
            paramLabel = "DURATION",
            description =
                    "How long before its refusal an event of a log group may have happened (default: ${DEFAULT-VALUE}).",
            defaultValue = "1d")
    private String lookBack = "";

    ReplaySettings settings() {
        Duration back = Durations.parse(lookBack)
                .filter(duration -> !duration.isNegative())
                .orElseThrow(() -> new BadInputException(
                        "--look-back: found '" + lookBack + "', expected a duration such as 12h or 8d"));
        return new ReplaySettings(
                region.orElseGet(ReplayOptions::configured), roleArn, externalId, back, LARGEST_RECORD);
    }

    /** Where nothing is configured, S3 itself tells in which Region a bucket is. */
    private static String configured() {
        try {
            return new DefaultAwsRegionProviderChain().getRegion().id();
        } catch (SdkException e) {
            return FALLBACK_REGION;
        }
    }
}
