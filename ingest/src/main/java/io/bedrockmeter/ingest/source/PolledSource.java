package io.bedrockmeter.ingest.source;

/** Something that is read bit by bit on one thread, which may stop at any time without losing anything. */
public interface PolledSource extends AutoCloseable {

    /**
     * Reads what is new, up to a bound, and hands over how far it came.
     *
     * @return whether there was anything; when not, wait a little before asking again
     */
    boolean poll();

    /** Makes {@link #poll} return soon, with what it has handed over by then. May be called from any thread. */
    void stop();

    /** Lets go of files and connections; the checkpoints stay. */
    @Override
    void close();
}
