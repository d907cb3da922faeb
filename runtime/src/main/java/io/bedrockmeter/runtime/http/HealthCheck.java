package io.bedrockmeter.runtime.http;

import java.util.function.Supplier;

/**
 * A named part of {@code /readyz}.
 *
 * @param name for example {@code kafka-streams}
 * @param health tells how the part is, at once and without blocking
 */
public record HealthCheck(String name, Supplier<Health> health) {

    /** A check that also survives its own failure. */
    Health run() {
        try {
            return health.get();
        } catch (RuntimeException e) {
            return new Health.Down("the check itself failed: " + e.getMessage());
        }
    }
}
