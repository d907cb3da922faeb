package io.bedrockmeter.ingest.sink;

import io.bedrockmeter.schemas.model.SourceReport;

/**
 * Takes records and makes them visible together. For one thread, except for {@link #close}. After an exception it is of no
 * use any more: close it and open another.
 */
public interface TransactionalSink extends UsageSink, AutoCloseable {

    /** Replaces what is reported of its source with the next commit. */
    void report(SourceReport report);

    /**
     * Makes everything handed over since the last commit visible, all or nothing; waits while brokers are away.
     *
     * @throws SinkFailedException when that can never succeed, or the sink was closed
     */
    void commit();

    /** Leaves without committing, and ends a commit that waits. May be called from any thread. */
    @Override
    void close();
}
