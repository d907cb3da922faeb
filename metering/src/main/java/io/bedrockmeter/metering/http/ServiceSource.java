package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.metering.coverage.IngestReports;
import io.bedrockmeter.metering.rating.Prices;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.SourceReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.errors.StreamsException;

/** The totals of a running metering service. */
public final class ServiceSource implements UsageSource {

    private final MeteringService service;
    private final IngestReports reports;

    /** @param reports what ingest reports about its sources */
    public ServiceSource(MeteringService service, IngestReports reports) {
        this.reports = reports;
        this.service = service;
    }

    @Override
    public void rows(Granularity granularity, Instant from, Instant to, Consumer<UsageRow> into) {
        try {
            service.usage().forEach(granularity, from, to, into);
        } catch (StreamsException e) {
            throw new SourceUnavailableException("the totals of this instance cannot be read yet", e);
        }
    }

    @Override
    public Optional<Instant> asOf() {
        return service.usage().asOf();
    }

    @Override
    public long changes() {
        MeteringCounters counters = service.counters();
        return counters.invocations.sum() + counters.tagEvents.sum() + counters.corrections.sum();
    }

    @Override
    public List<SourceReport> ingestReports() {
        return reports.latest();
    }

    @Override
    public Prices prices() {
        return service.prices();
    }

    @Override
    public CoverageFacts coverageFacts() {
        return new CoverageFacts(
                service.usage().newestEvent(),
                service.counters().deadLetters.sum(),
                service.counters().expiredWindows.sum());
    }
}
