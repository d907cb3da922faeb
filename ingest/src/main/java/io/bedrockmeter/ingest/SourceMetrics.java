package io.bedrockmeter.ingest;

import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.ingest.source.SourceState;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What ingest does, as metrics. Label {@code source} has the values that are configured, {@code code} those of
 * {@link RejectionCode}.
 */
final class SourceMetrics {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final IngestService service;
    private final Clock clock;
    private final MeterRegistry registry;

    SourceMetrics(IngestService service, Clock clock, MeterRegistry registry) {
        this.service = service;
        this.clock = clock;
        this.registry = registry;
    }

    void register() {
        service.sources().forEach(state -> register(state.source()));
        IngestCounters counters = service.counters();
        for (RejectionCode code : RejectionCode.values()) {
            FunctionCounter.builder("bedrock.meter.ingest.refused", counters, counted -> counted.refused(code))
                    .description("Records that went to the dead letters")
                    .tag("code", code.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(registry);
        }
        FunctionCounter.builder("bedrock.meter.ingest.accepted", counters, IngestCounters::accepted)
                .description("Invocations handed over")
                .register(registry);
    }

    private void register(String source) {
        gauge(
                source,
                "lag",
                "From the time of the latest event until it was handed over; committed at most one commit delay later",
                state -> seconds(state.lag()));
        gauge(
                source,
                "age",
                "Since everything that could be seen in the source had been handed over",
                state -> since(state.completeAt()));
        gauge(source, "last.poll.age", "Since the source last answered", state -> since(state.lastPoll()));
        gauge(
                source,
                "backfill.left",
                "Event time that a backfill still has to read",
                state -> seconds(state.backfillLeft()));
        counter(source, "events", "Events, or objects of a bucket, handed over", SourceState::events);
        counter(source, "rejected", "Records that went to the dead letters", SourceState::rejected);
        counter(source, "throttled", "Requests that were throttled", SourceState::throttled);
        counter(source, "failed", "Requests that failed otherwise", SourceState::failed);
    }

    private void gauge(String source, String what, String description, ToDoubleFunction<SourceState> value) {
        Gauge.builder("bedrock.meter.ingest.source." + what, service, ingest -> now(source, value))
                .description(description)
                .baseUnit("seconds")
                .tag("source", source)
                .register(registry);
    }

    private void counter(String source, String what, String description, ToDoubleFunction<SourceState> value) {
        FunctionCounter.builder("bedrock.meter.ingest.source." + what, service, ingest -> now(source, value))
                .description(description)
                .tag("source", source)
                .register(registry);
    }

    private double now(String source, ToDoubleFunction<SourceState> value) {
        return service.sources().stream()
                .filter(state -> state.source().equals(source))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Not a number before the first time. */
    private double since(Optional<Instant> time) {
        return time.map(then -> seconds(Duration.between(then, clock.instant())))
                .orElse(Double.NaN);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS_PER_SECOND;
    }
}
