package io.bedrockmeter.ingest.s3;

import io.bedrockmeter.ingest.cloudwatch.AssumedRole;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * The clients for one bucket.
 *
 * @param s3 for its objects
 * @param sqs for its queue, empty without one
 * @param role whose credentials they use
 */
record BucketClients(S3Client s3, Optional<SqsClient> sqs, AssumedRole role) implements AutoCloseable {

    static BucketClients connect(LogBucket bucket) {
        AssumedRole role = bucket.roleArn()
                .map(arn -> AssumedRole.of(arn, bucket.externalId(), bucket.region()))
                .orElse(AssumedRole.NONE);
        S3ClientBuilder s3 = S3Client.builder()
                .region(Region.of(bucket.region()))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .forcePathStyle(isOtherEndpoint());
        role.credentials().ifPresent(s3::credentialsProvider);
        return new BucketClients(s3.build(), bucket.queueUrl().map(queue -> queueClient(bucket, role)), role);
    }

    @Override
    public void close() {
        s3.close();
        sqs.ifPresent(SqsClient::close);
        role.close();
    }

    private static SqsClient queueClient(LogBucket bucket, AssumedRole role) {
        SqsClientBuilder sqs = SqsClient.builder()
                .region(Region.of(bucket.region()))
                .httpClientBuilder(UrlConnectionHttpClient.builder());
        role.credentials().ifPresent(sqs::credentialsProvider);
        return sqs.build();
    }

    /** Endpoints that stand in for AWS rarely have a host name for each bucket. */
    private static boolean isOtherEndpoint() {
        return Stream.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3").anyMatch(name -> System.getenv(name) != null)
                || Stream.of("aws.endpointUrl", "aws.endpointUrlS3").anyMatch(name -> System.getProperty(name) != null);
    }
}
