package io.bedrockmeter.alerts.evaluation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What leaves a stage, and through which door.
 *
 * @param route the door
 * @param value the bytes, empty for a tombstone
 */
record Routed(Route route, Optional<byte[]> value) {

    enum Route {
        CONTRIBUTION,
        STATUS,
        ALERT,
        DEAD_LETTER
    }

    static Routed to(Route route, byte[] value) {
        return new Routed(route, Optional.of(value));
    }

    static Routed tombstone(Route route) {
        return new Routed(route, Optional.empty());
    }

    /** As Kafka writes it: a tombstone is null there. */
    byte @Nullable [] wire() {
        return value.orElse(null);
    }
}
