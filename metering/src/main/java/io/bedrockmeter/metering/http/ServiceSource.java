package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.schemas.model.Granularity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.errors.StreamsException;

/** The totals of a running metering service. */
public final class ServiceSource implements UsageSource {

    /** How far back the newest event is looked for, and how far ahead: CloudWatch takes records two hours early. */
    private static final Duration OF_LATE = Duration.ofMinutes(15);

    private static final Duration AHEAD = Duration.ofHours(2).plusMinutes(1);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final MeteringService service;
    private final Clock clock;
    private volatile Newest newest = new Newest(Instant.EPOCH, Optional.empty());

    /** When the newest event was looked for, and what was found. */
    private record Newest(Instant lookedAt, Optional<Instant> event) {}

    public ServiceSource(MeteringService service, Clock clock) {
        this.service = service;
        this.clock = clock;
    }

    @Override
    public void rows(Granularity granularity, Instant from, Instant to, Consumer<UsageRow> into) {
        try {
            service.usage().totals(granularity, from, to).forEach(into);
        } catch (StreamsException e) {
            throw new SourceUnavailableException("the totals of this instance cannot be read yet", e);
        }
    }

    /** The totals show what was processed until now: they are read from the live stores. */
    @Override
    public Optional<Instant> asOf() {
        return Optional.of(clock.instant());
    }

    @Override
    public long changes() {
        MeteringCounters counters = service.counters();
        return counters.invocations.sum() + counters.tagEvents.sum() + counters.corrections.sum();
    }

    @Override
    public CoverageFacts coverageFacts() {
        return new CoverageFacts(newestEvent(), service.counters().deadLetters.sum());
    }

    private Optional<Instant> newestEvent() {
        Instant now = clock.instant();
        Newest known = newest;
        if (Duration.between(known.lookedAt(), now).compareTo(FRESH) < 0) {
            return known.event();
        }
        long[] latestMs = {Long.MIN_VALUE};
        rows(
                Granularity.MINUTE,
                now.minus(OF_LATE),
                now.plus(AHEAD),
                row -> latestMs[0] = Math.max(latestMs[0], row.windowStart().toEpochMilli()));
        Optional<Instant> found =
                latestMs[0] == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(latestMs[0]));
        newest = new Newest(now, found);
        return found;
    }
}
