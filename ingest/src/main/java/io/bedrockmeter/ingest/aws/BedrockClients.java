package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.ingest.cloudwatch.AssumedRole;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.BedrockClientBuilder;

/**
 * Clients of the Bedrock control plane. Credentials and Region come from the SDK's default chains unless the account names
 * them, the endpoint from {@code AWS_ENDPOINT_URL_BEDROCK} or {@code AWS_ENDPOINT_URL} (or the system properties {@code
 * aws.endpointUrlBedrock} and {@code aws.endpointUrl}) when set. Throttling, server errors and broken connections are retried
 * by the SDK with exponential backoff and jitter.
 */
public final class BedrockClients {

    private BedrockClients() {}

    /**
     * A client of an account.
     *
     * @throws SdkClientException when no Region can be found or the shared configuration is wrong
     */
    public static BedrockClient open(BedrockAccount account) {
        BedrockClientBuilder builder = BedrockClient.builder()
                .httpClientBuilder(RetriedCalls.http())
                .overrideConfiguration(RetriedCalls.overrides());
        account.region().map(Region::of).ifPresent(builder::region);
        account.credentialsProfile()
                .ifPresent(name -> builder.credentialsProvider(ProfileCredentialsProvider.create(name))
                        .overrideConfiguration(config -> config.defaultProfileName(name)));
        // The client closes its credentials with itself.
        account.roleArn()
                .map(role -> AssumedRole.of(
                        role, account.externalId(), account.region().orElseThrow()))
                .flatMap(AssumedRole::credentials)
                .ifPresent(builder::credentialsProvider);
        return builder.build();
    }
}
