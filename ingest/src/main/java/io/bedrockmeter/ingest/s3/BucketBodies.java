package io.bedrockmeter.ingest.s3;

import io.bedrockmeter.ingest.file.FrameReader;
import io.bedrockmeter.ingest.log.OffloadedBodies;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The off-loaded bodies of one bucket. A record can name any path: only those below its own prefix are read. */
final class BucketBodies implements OffloadedBodies {

    private static final Logger LOG = LoggerFactory.getLogger(BucketBodies.class);

    private final S3Client s3;
    private final String bucket;
    private final String allowed;

    BucketBodies(LogBucket bucket, S3Client s3) {
        this.s3 = s3;
        this.bucket = bucket.bucket();
        this.allowed = bucket.source() + "AWSLogs/";
    }

    @Override
    public Optional<InputStream> open(String path) {
        if (!path.startsWith(allowed)) {
            return missing(path, "it is outside of " + allowed);
        }
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(bucket)
                .key(path.substring(("s3://" + bucket + "/").length()))
                .build();
        try {
            ResponseInputStream<GetObjectResponse> stored = s3.getObject(request);
            return Optional.of(FrameReader.open(stored));
        } catch (SdkException | IOException e) {
            return missing(path, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<InputStream> missing(String path, String reason) {
        LOG.atWarn()
                .addKeyValue("path", path)
                .addKeyValue("reason", reason)
                .log("an off-loaded body is not read, the time to live of its cache writes is assumed");
        return Optional.empty();
    }
}
