package io.bedrockmeter.metering.query;

import java.time.Instant;
import java.util.Optional;

/** Event times in {@code [from, to)}; an end that is empty is open. */
public record TimeRange(Optional<Instant> from, Optional<Instant> to) {

    /** All time. */
    public static final TimeRange ALL = new TimeRange(Optional.empty(), Optional.empty());

    /** Before every event: Bedrock is younger. */
    static final Instant FIRST = Instant.EPOCH;

    /** After every event: later ones are dead-lettered, see {@code TIMESTAMP_OUT_OF_RANGE}. */
    static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

    public static TimeRange of(Instant from, Instant to) {
        return new TimeRange(Optional.of(from), Optional.of(to));
    }

    /** Whether neither end is open. */
    public boolean isBounded() {
        return from.isPresent() && to.isPresent();
    }

    /** Whether it holds no time at all. */
    public boolean isEmpty() {
        return isBounded() && !from.orElseThrow().isBefore(to.orElseThrow());
    }

    /** Its start, or a time before every event. */
    public Instant first() {
        return from.orElse(FIRST);
    }

    /** Its end, or a time after every event. */
    public Instant end() {
        return to.orElse(LAST);
    }
}
