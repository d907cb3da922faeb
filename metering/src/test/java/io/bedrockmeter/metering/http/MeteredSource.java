package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.metering.rating.Prices;
import io.bedrockmeter.metering.topology.MeteringHarness;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.SourceReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The totals that the production topology has stored. */
record MeteredSource(MeteringHarness metering) implements UsageSource {

    @Override
    public void rows(Granularity granularity, Instant from, Instant to, Consumer<UsageRow> into) {
        metering.stored().rows(granularity, from, to, into);
    }

    @Override
    public Optional<Instant> asOf() {
        return Optional.of(metering.now());
    }

    @Override
    public long changes() {
        return metering.ledger().size();
    }

    @Override
    public List<SourceReport> ingestReports() {
        return List.of();
    }

    @Override
    public Prices prices() {
        return metering.prices();
    }

    @Override
    public CoverageFacts coverageFacts() {
        return new CoverageFacts(
                Optional.of(metering.now()),
                metering.counters().deadLetters.sum(),
                metering.counters().expiredWindows.sum());
    }
}
