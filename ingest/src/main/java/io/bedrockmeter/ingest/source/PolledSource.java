package io.bedrockmeter.ingest.source;

import java.util.List;

/** Something that is read bit by bit on one thread, which may stop at any time without losing anything. */
public interface PolledSource extends AutoCloseable {

    /**
     * Reads what is new, up to a bound, and hands over how far it came.
     *
     * @return whether there was anything; when not, wait a little before asking again
     */
    boolean poll();

    /** How it does, one state for each log group, bucket or set of files. May be called from any thread. */
    List<SourceState> states();

    /** Makes {@link #poll} return soon, with what it has handed over by then. May be called from any thread. */
    void stop();

    /** Lets go of files and connections; the checkpoints stay. */
    @Override
    void close();
}
