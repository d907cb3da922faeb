package io.bedrockmeter.ingest.log;

import java.io.InputStream;
import java.util.Optional;

/**
 * Where Bedrock puts output bodies that are too large for the record (100 KB) or delivered apart from it. A body is asked for only
 * when the record has cache writes whose time to live it does not tell; of what is read, usage facts are kept and nothing
 * else. Thread-safe.
 */
@FunctionalInterface
public interface OffloadedBodies {

    /** Bodies are left alone. */
    OffloadedBodies NONE = path -> Optional.empty();

    /**
     * Opens a body, inflated; the caller closes it. Does not fail: what cannot be had is missing.
     *
     * @param path as the record names it, such as {@code s3://bucket/prefix/AWSLogs/.../data/REQUEST_output.json.gz}
     */
    Optional<InputStream> open(String path);
}
