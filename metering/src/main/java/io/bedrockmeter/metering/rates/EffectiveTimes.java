package io.bedrockmeter.metering.rates;

import java.time.Instant;
import java.util.Optional;

/** Reads from when to when an entry of a file holds. */
record EffectiveTimes(Optional<Instant> defaultFrom) {

    Instant from(Fields entry) {
        if (entry.has("effectiveFrom")) {
            return entry.instant("effectiveFrom").orElse(Instant.EPOCH);
        }
        if (defaultFrom.isEmpty()) {
            entry.problem("effectiveFrom", "expected an instant here or at the top of the file, got nothing");
        }
        return defaultFrom.orElse(Instant.EPOCH);
    }

    Optional<Instant> to(Fields entry, Instant from) {
        Optional<Instant> to = entry.instant("effectiveTo");
        if (to.isPresent() && !to.get().isAfter(from)) {
            entry.problem("effectiveTo", "expected an instant after effectiveFrom " + from + ", got " + to.get());
        }
        return to;
    }
}
