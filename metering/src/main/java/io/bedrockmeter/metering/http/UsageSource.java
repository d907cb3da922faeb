package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.schemas.model.Granularity;
import java.time.Instant;
import java.util.function.Consumer;

/** The totals of this instance. Thread-safe. */
public interface UsageSource {

    /**
     * Hands over every window of a length that starts in {@code [from, to)}. Blocks. What {@code into} throws ends it.
     *
     * @throws SourceUnavailableException while the totals cannot be read
     */
    void rows(Granularity granularity, Instant from, Instant to, Consumer<UsageRow> into);

    /** Everything that could be read from the input topics at that time is in the totals. */
    Instant asOf();

    /** A number that grows whenever totals may have changed; how much says nothing. */
    long changes();

    /** What the totals do not tell. */
    CoverageFacts coverageFacts();
}
