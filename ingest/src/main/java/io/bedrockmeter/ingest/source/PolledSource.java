package io.bedrockmeter.ingest.source;

import java.time.Duration;

/** Something that is read bit by bit on one thread, which may stop at any time without losing anything. */
public interface PolledSource extends AutoCloseable {

    /**
     * Reads what is new, up to a bound.
     *
     * @return whether there was anything; when not, wait a little before asking again
     */
    boolean poll();

    /** Waits until asking again may bring something, or so long. */
    void awaitNews(Duration atMost) throws InterruptedException;

    /** Makes {@link #poll} and {@link #awaitNews} return soon. May be called from any thread. */
    void stop();

    @Override
    void close();
}
