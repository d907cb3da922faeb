package io.bedrockmeter.ingest.sink;

import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.TagEvent;

/** Takes what was read, in its order. */
public interface UsageSink {

    void invocation(Invocation invocation);

    void tagEvent(TagEvent event);

    void deadLetter(DeadLetter deadLetter);
}
