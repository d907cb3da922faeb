package io.bedrockmeter.ingest.http;

import java.time.Duration;

/**
 * How requests share transactions.
 *
 * @param linger how long the first request of a transaction waits for others, 0 to 100 ms
 * @param maxRecords a transaction begins no further request after so many records, 1 to 1,000,000
 * @param maxWaitingBytes memory of records that wait for Kafka, 8 MiB or more; what comes on top is refused
 * @param patience how long a request waits for Kafka before it is refused, 100 ms to 2 min
 */
public record GroupCommitSettings(Duration linger, int maxRecords, long maxWaitingBytes, Duration patience) {

    private static final long MIB = 1 << 20;
    private static final long LEAST_WAITING_BYTES = 8 * MIB;
    private static final int MOST_RECORDS = 1_000_000;
    private static final Duration LONGEST_LINGER = Duration.ofMillis(100);
    private static final Duration LEAST_PATIENCE = Duration.ofMillis(100);
    private static final Duration MOST_PATIENCE = Duration.ofMinutes(2);

    /** 10 ms, 20,000 records, 64 MiB, 10 s. */
    public static final GroupCommitSettings DEFAULT =
            new GroupCommitSettings(Duration.ofMillis(10), 20_000, 64 * MIB, Duration.ofSeconds(10));

    public GroupCommitSettings {
        if (linger.isNegative() || linger.compareTo(LONGEST_LINGER) > 0) {
            throw new IllegalArgumentException("linger is " + linger + ": expected 0 to 100 ms");
        }
        if (maxRecords < 1 || maxRecords > MOST_RECORDS) {
            throw new IllegalArgumentException(
                    "most records of a transaction is " + maxRecords + ": expected 1 to " + MOST_RECORDS);
        }
        if (maxWaitingBytes < LEAST_WAITING_BYTES) {
            throw new IllegalArgumentException(
                    "most bytes waiting is " + maxWaitingBytes + ": expected " + LEAST_WAITING_BYTES + " or more");
        }
        if (patience.compareTo(LEAST_PATIENCE) < 0 || patience.compareTo(MOST_PATIENCE) > 0) {
            throw new IllegalArgumentException("patience is " + patience + ": expected 100 ms to 2 min");
        }
    }
}
