package io.bedrockmeter.ingest.events;

import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.TagEvent;

/** What became of one event. */
public sealed interface EventResult {

    /** {@code io.bedrockmeter.request-tags.v1}: what its sender says about a request. */
    record Tags(TagEvent event) implements EventResult {}

    /** {@code io.bedrockmeter.usage.v1}: usage of a request that no log may hold, and what its sender says about it. */
    record Usage(Invocation invocation, TagEvent event) implements EventResult {}

    /** It is no event of a known type, or a damaged one. */
    record Refused(Rejection rejection) implements EventResult {}
}
