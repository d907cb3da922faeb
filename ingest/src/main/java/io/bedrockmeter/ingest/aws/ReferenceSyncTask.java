package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;

/** Brings one reference table up to date with AWS; may be run again and again, by one thread at a time. */
public interface ReferenceSyncTask extends AutoCloseable {

    /** What is synchronised, in the plural: {@code profiles}. */
    String name();

    /**
     * Runs once. What cannot be learned from AWS is in the summary.
     *
     * @throws KafkaUnavailableException when the table cannot be read or written
     * @throws InterruptedException when the thread is told to stop
     */
    SyncSummary run() throws InterruptedException;

    @Override
    void close();
}
