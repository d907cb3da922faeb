package io.bedrockmeter.ingest.sink;

import io.bedrockmeter.schemas.model.Checkpoint;

/**
 * Takes what a followed source yields, and how far it has been read, so that both become visible together or not at all. A
 * source calls {@link #checkpoint} and {@link #commitIfDue} only where its checkpoint covers exactly what it has handed
 * over.
 */
public interface CheckpointSink extends UsageSink {

    /** Replaces the checkpoint of its source with the next commit. */
    void checkpoint(Checkpoint checkpoint);

    /** Drops the checkpoint of a source that will not come back, with the next commit. */
    void forget(String source);

    /** Commits when enough has been handed over, or long enough ago. */
    void commitIfDue();
}
