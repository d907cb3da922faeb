package io.bedrockmeter.runtime.streams;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the stores of a Kafka Streams application are restored from their changelogs: a line in the log at most every ten
 * seconds, and a number. Thread-safe.
 */
public final class RestoreProgress implements StateRestoreListener {

    static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(RestoreProgress.class);

    /** A store and the partition of its changelog. */
    private record Part(TopicPartition partition, String store) {}

    private record Range(long position, long end) {
        long remaining() {
            return Math.max(0, end - position);
        }
    }

    private final String application;
    private final Clock clock;
    private final Map<Part, Range> parts = new HashMap<>();
    private Instant startedAt = Instant.MIN;
    private Instant loggedAt = Instant.MIN;
    private long restored;

    /** @param application what the log calls it */
    public RestoreProgress(String application, Clock clock) {
        this.application = application;
        this.clock = clock;
    }

    /** Offsets of changelogs still to be read, 0 when everything is restored. */
    public synchronized long remaining() {
        return parts.values().stream().mapToLong(Range::remaining).sum();
    }

    @Override
    public synchronized void onRestoreStart(
            TopicPartition partition, String store, long startingOffset, long endingOffset) {
        if (parts.isEmpty()) {
            startedAt = clock.instant();
            restored = 0;
        }
        parts.put(new Part(partition, store), new Range(startingOffset, endingOffset));
        if (endingOffset > startingOffset) {
            logSometimes();
        }
    }

    @Override
    public synchronized void onBatchRestored(
            TopicPartition partition, String store, long batchEndOffset, long numRestored) {
        parts.computeIfPresent(new Part(partition, store), (part, range) -> new Range(batchEndOffset + 1, range.end()));
        restored += numRestored;
        logSometimes();
    }

    @Override
    public synchronized void onRestoreEnd(TopicPartition partition, String store, long totalRestored) {
        parts.remove(new Part(partition, store));
        logEnd();
    }

    @Override
    public synchronized void onRestoreSuspended(TopicPartition partition, String store, long totalRestored) {
        parts.remove(new Part(partition, store));
        logEnd();
    }

    private void logSometimes() {
        Instant now = clock.instant();
        if (now.isBefore(loggedAt.plus(LOG_INTERVAL))) {
            return;
        }
        loggedAt = now;
        LOG.atInfo()
                .addKeyValue("application", application)
                .addKeyValue("stores", parts.size())
                .addKeyValue("remainingRecords", remaining())
                .addKeyValue("restoredRecords", restored)
                .log("restoring state");
    }

    private void logEnd() {
        if (parts.isEmpty() && restored > 0) {
            LOG.atInfo()
                    .addKeyValue("application", application)
                    .addKeyValue("restoredRecords", restored)
                    .addKeyValue(
                            "tookMs",
                            Duration.between(startedAt, clock.instant()).toMillis())
                    .log("state restored");
            restored = 0;
        }
    }
}
