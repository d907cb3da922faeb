package io.bedrockmeter.ingest.replay;

import java.time.Duration;
import java.util.Optional;

/**
 * How refused documents are reached again.
 *
 * @param region Region of the S3 buckets
 * @param roleArn role to assume for AWS, empty for the credentials of this process
 * @param externalId external id that the role asks for
 * @param lookBack how long before its refusal an event of a log group may have happened
 * @param maxRecordBytes largest record
 */
public record ReplaySettings(
        String region, Optional<String> roleArn, Optional<String> externalId, Duration lookBack, int maxRecordBytes) {}
