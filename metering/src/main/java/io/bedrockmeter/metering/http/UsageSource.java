package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.metering.rating.Prices;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.SourceReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The totals of this instance. Thread-safe. */
public interface UsageSource {

    /**
     * Hands over every window of a length that starts in {@code [from, to)}. Blocks. What {@code into} throws ends it.
     *
     * @throws SourceUnavailableException while the totals cannot be read
     */
    void rows(Granularity granularity, Instant from, Instant to, Consumer<UsageRow> into);

    /**
     * The time up to which everything that had been rated is in the totals, from memory and without blocking; empty while
     * that is not known, shortly after a start.
     */
    Optional<Instant> asOf();

    /** A number that grows whenever totals may have changed; how much says nothing. */
    long changes();

    /** How far ingest has come with each source, from memory and without blocking. */
    List<SourceReport> ingestReports();

    /** List prices as this instance knows them now. */
    Prices prices();

    /** What the totals do not tell. */
    CoverageFacts coverageFacts();
}
