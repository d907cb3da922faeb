package io.bedrockmeter.ingest.http;

import io.bedrockmeter.ingest.log.InvocationLogParser;
import java.time.Duration;

/**
 * What a request may be.
 *
 * @param maxBodyBytes longest body of logs and deliveries, 1 to 64 MiB; Data Firehose sends up to 64 MiB
 * @param maxInflatedBytes longest body once inflated, and all records of a delivery together, in bytes
 * @param maxRecordBytes largest record, and largest payload of one record of a delivery once inflated, in bytes
 * @param maxRatio most inflated bytes for one compressed byte
 * @param maxBodiesBytes memory of all bodies that are received or read, in bytes
 * @param bodyPatience how long a body may take to arrive
 */
public record IntakeLimits(
        long maxBodyBytes,
        long maxInflatedBytes,
        int maxRecordBytes,
        int maxRatio,
        long maxBodiesBytes,
        Duration bodyPatience) {

    private static final long MIB = 1 << 20;

    /** The longest body that Data Firehose sends. */
    public static final long FIREHOSE_BODY_BYTES = 64 * MIB;

    /** 64 MiB, inflated 2 GiB, records of 32 MiB, ratio 250, 128 MiB of bodies at once, two minutes. */
    public static final IntakeLimits DEFAULT = new IntakeLimits(
            FIREHOSE_BODY_BYTES,
            2_048 * MIB,
            InvocationLogParser.DEFAULT_MAX_RECORD_BYTES,
            InflateLimit.DEFAULT_RATIO,
            2 * FIREHOSE_BODY_BYTES,
            Duration.ofMinutes(2));

    public IntakeLimits {
        if (maxBodyBytes < 1 || maxBodyBytes > FIREHOSE_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "longest body is " + maxBodyBytes + " bytes: expected 1 to " + FIREHOSE_BODY_BYTES);
        }
        if (maxInflatedBytes < 1 || maxRecordBytes < 1 || maxRatio < 1 || bodyPatience.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "limits of inflated bodies, records, ratio and patience: expected more than 0");
        }
        if (maxBodiesBytes < maxBodyBytes) {
            throw new IllegalArgumentException("memory of all bodies is " + maxBodiesBytes
                    + " bytes: expected at least one body, " + maxBodyBytes);
        }
    }

    InflateLimit inflation() {
        return new InflateLimit(maxInflatedBytes, maxRatio);
    }

    InflateLimit recordInflation() {
        return new InflateLimit(maxRecordBytes, maxRatio);
    }
}
