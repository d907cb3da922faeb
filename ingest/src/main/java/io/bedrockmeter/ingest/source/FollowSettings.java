package io.bedrockmeter.ingest.source;

import java.time.Duration;

/**
 * How files are followed.
 *
 * @param maxRecordBytes largest record
 * @param settle how long a compressed file must stay unchanged before it is read
 * @param grace how long a file that was rotated away is still read, for writers that have it open
 */
public record FollowSettings(int maxRecordBytes, Duration settle, Duration grace) {

    /** Compressed files settle in two seconds, rotated ones are kept for ten. */
    public static FollowSettings of(int maxRecordBytes) {
        return new FollowSettings(maxRecordBytes, Duration.ofSeconds(2), Duration.ofSeconds(10));
    }
}
