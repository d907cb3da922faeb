package io.bedrockmeter.ingest.sink;

import java.time.Duration;

/**
 * When a transaction ends.
 *
 * @param maxRecords after so many records, 1 to 1,000,000; they are held in memory until then
 * @param maxDelay or after so long, 1 ms to 30 s; what is read becomes visible no later
 */
public record CommitPolicy(int maxRecords, Duration maxDelay) {

    private static final int MOST_RECORDS = 1_000_000;
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

    /** 20,000 records or 200 ms. */
    public static final CommitPolicy DEFAULT = new CommitPolicy(20_000, Duration.ofMillis(200));

    public CommitPolicy {
        if (maxRecords < 1 || maxRecords > MOST_RECORDS) {
            throw new IllegalArgumentException("commit records is " + maxRecords + ": expected 1 to " + MOST_RECORDS);
        }
        if (maxDelay.toMillis() < 1 || maxDelay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("commit delay is " + maxDelay + ": expected 1 ms to 30 s");
        }
    }
}
