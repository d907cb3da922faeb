package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.explain.History;
import io.bedrockmeter.metering.request.RequestState;
import java.time.Duration;
import java.util.Optional;

/** What can be told of single requests. Thread-safe; every method may block. */
public interface RequestSource {

    /**
     * What this instance remembers of a request, as stored; empty when nothing.
     *
     * @throws SourceUnavailableException while that cannot be told
     */
    Optional<byte[]> remembered(String requestId);

    /** What topics tell of a request that is remembered, as far as they do within {@link #patience}. */
    History history(String requestId, RequestState state);

    /** How long a history is looked for. */
    Duration patience();
}
