package io.bedrockmeter.metering;

import io.bedrockmeter.metering.topology.StoredRequests;
import io.bedrockmeter.runtime.streams.StreamsMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;

/** What metering does, as metrics. No label has a value from outside: tags and principals are asked for, not scraped. */
final class MeteringMetrics {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final MeterRegistry registry;
    private final Clock clock;

    MeteringMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    void show(MeteringCounters counters, KafkaStreams streams) {
        counters.bindTo(registry);
        StreamsMetrics.bind(streams, "metering", registry);
    }

    void show(UsageView usage) {
        age("freshness.lag", "Since everything that had been rated by then was in the totals", usage, UsageView::asOf);
        age("newest.event.age", "Since the newest call in the totals", usage, UsageView::newestEvent);
    }

    void show(StoredRequests requests) {
        gauge("requests.remembered", "Requests remembered, as the store estimates", () -> estimated(requests));
    }

    void showCells(IntSupplier held, int mostPerDay) {
        gauge("cells.known", "Cells whose dimensions are held in memory", held::getAsInt);
        gauge("cells.per.day.max", "Cells a task may see per day before further ones go to OTHER", () -> mostPerDay);
    }

    private static double estimated(StoredRequests requests) {
        try {
            return requests.estimatedCount();
        } catch (StreamsException e) {
            return Double.NaN;
        }
    }

    private interface Age {
        Optional<Instant> since(UsageView usage);
    }

    private void age(String name, String what, UsageView usage, Age age) {
        Gauge.builder(
                        "bedrock.meter.metering." + name,
                        () -> age.since(usage)
                                .map(then ->
                                        Duration.between(then, clock.instant()).toMillis() / MILLIS_PER_SECOND)
                                .orElse(Double.NaN))
                .description(what)
                .baseUnit("seconds")
                .register(registry);
    }

    private void gauge(String name, String what, Supplier<Number> value) {
        Gauge.builder("bedrock.meter.metering." + name, value)
                .description(what)
                .strongReference(true)
                .register(registry);
    }
}
