package io.bedrockmeter.ingest.cloudwatch;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * Credentials of a role in another account, refreshed by the SDK before they expire.
 *
 * @param credentials where they come from, empty for those of this process
 * @param parts what to close with them
 */
public record AssumedRole(Optional<AwsCredentialsProvider> credentials, List<AutoCloseable> parts)
        implements AutoCloseable {

    /** No role: the default credential chain of the SDK. */
    public static final AssumedRole NONE = new AssumedRole(Optional.empty(), List.of());

    private static final String SESSION_NAME = "bedrock-meter";

    public AssumedRole {
        parts = List.copyOf(parts);
    }

    /** A role that is assumed with the credentials of this process. */
    public static AssumedRole of(String roleArn, Optional<String> externalId, String region) {
        StsClient sts = StsClient.builder()
                .region(Region.of(region))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        StsAssumeRoleCredentialsProvider credentials = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> {
                    request.roleArn(roleArn).roleSessionName(SESSION_NAME);
                    externalId.ifPresent(request::externalId);
                })
                .build();
        return new AssumedRole(Optional.of(credentials), List.of(credentials, sts));
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close the credentials of a role", e);
            }
        }
    }
}
