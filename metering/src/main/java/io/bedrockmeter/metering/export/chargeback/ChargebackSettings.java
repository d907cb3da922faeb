package io.bedrockmeter.metering.export.chargeback;

import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a report is about.
 *
 * @param month the month
 * @param zone zone in which months are cut: the one metering has
 * @param costCentre tag key or dimension that names who pays
 * @param breakdown tag keys and dimensions that spend is broken down by, in order; none repeated
 */
public record ChargebackSettings(YearMonth month, ZoneId zone, String costCentre, List<String> breakdown) {

    public ChargebackSettings {
        breakdown = List.copyOf(breakdown);
        long names = Stream.concat(Stream.of(costCentre), breakdown.stream())
                .distinct()
                .count();
        if (names != breakdown.size() + 1L) {
            throw new IllegalArgumentException(
                    "chargeback keys: expected each once, got " + costCentre + " by " + breakdown);
        }
    }

    /** By the standard taxonomy, in UTC. */
    public static ChargebackSettings of(YearMonth month) {
        return new ChargebackSettings(
                month, ZoneOffset.UTC, "CostCenter", List.of("Application", "Environment", "model"));
    }
}
