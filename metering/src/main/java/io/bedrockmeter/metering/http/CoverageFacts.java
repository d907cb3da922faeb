package io.bedrockmeter.metering.http;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What stands beside the totals of an instance.
 *
 * @param newestEvent start of the newest minute of event time that has totals, empty when there is none of late
 * @param deadLettered records refused by this instance since it started
 * @param beyondRetention windows that this instance, since it started, could not change because they are no longer kept
 */
public record CoverageFacts(Optional<Instant> newestEvent, long deadLettered, long beyondRetention) {

    /** Of two instances together. */
    CoverageFacts with(CoverageFacts other) {
        return new CoverageFacts(
                Stream.of(newestEvent, other.newestEvent)
                        .flatMap(Optional::stream)
                        .max(Instant::compareTo),
                Math.addExact(deadLettered, other.deadLettered),
                Math.addExact(beyondRetention, other.beyondRetention));
    }
}
