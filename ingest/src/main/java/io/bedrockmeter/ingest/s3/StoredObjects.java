package io.bedrockmeter.ingest.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Opens single objects of log buckets. Not thread-safe. */
public final class StoredObjects implements AutoCloseable {

    private final String region;
    private final Optional<String> roleArn;
    private final Optional<String> externalId;
    private final Map<String, BucketClients> clients = new HashMap<>();

    /**
     * @param region Region of the buckets
     * @param roleArn role to assume, empty for the credentials of this process
     * @param externalId external id that the role asks for
     */
    public StoredObjects(String region, Optional<String> roleArn, Optional<String> externalId) {
        this.region = region;
        this.roleArn = roleArn;
        this.externalId = externalId;
    }

    /**
     * The content of an object as stored, empty when there is no such object.
     *
     * @throws IOException when it cannot be had, with AWS's reason
     */
    public Optional<InputStream> open(String bucket, String key) throws IOException {
        try {
            BucketClients connected = clients.computeIfAbsent(
                    bucket,
                    name -> BucketClients.connect(new LogBucket(
                            name, "", region, roleArn, externalId, Optional.empty(), Optional.empty(), false)));
            return Optional.of(connected
                    .s3()
                    .getObject(
                            GetObjectRequest.builder().bucket(bucket).key(key).build()));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException | IllegalArgumentException e) {
            throw new IOException("S3 does not give it: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(BucketClients::close);
    }
}
