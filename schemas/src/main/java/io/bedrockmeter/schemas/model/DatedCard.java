package io.bedrockmeter.schemas.model;

import java.time.Instant;
import java.util.Optional;

/** What was published to hold for a time: a price or a discount. */
public interface DatedCard {

    /** First instant at which it holds. */
    Instant effectiveFrom();

    /** First instant at which it no longer holds, empty while open-ended. */
    Optional<Instant> effectiveTo();

    /** Where it was taken from, for readers. */
    String source();

    /** Version of that source. */
    String version();

    /** Whether this card is in force at {@code time}. */
    default boolean holdsAt(Instant time) {
        return !time.isBefore(effectiveFrom())
                && (effectiveTo().isEmpty() || time.isBefore(effectiveTo().get()));
    }

    /** Whether there is a time at which both are in force. */
    default boolean overlaps(DatedCard other) {
        return effectiveFrom().isBefore(other.effectiveTo().orElse(Instant.MAX))
                && other.effectiveFrom().isBefore(effectiveTo().orElse(Instant.MAX));
    }
}
