package io.bedrockmeter.metering.insight;

import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/**
 * What the rules take for granted, see docs/insights.md.
 *
 * @param environmentKey tag key that tells environments apart
 * @param production its values that are production, in any case
 * @param premiumOutputUsdPerMillion models with a list price per million output tokens of this or more are premium
 * @param repeatedShare share of input tokens taken to be the same as shortly before, 0 to 1
 * @param passesPerWrite how often a repeated prompt is taken to be sent before its cache entry ends, 2 or more: the first
 *     time writes the cache, the others read it
 * @param lowHitShare callers that read less than this share of their prompts from a cache are asked to, 0 to 1
 * @param moversBy tag keys and dimensions by which this period is compared with the one before
 * @param leastStake findings about less are left out
 */
public record InsightSettings(
        String environmentKey,
        Set<String> production,
        BigDecimal premiumOutputUsdPerMillion,
        BigDecimal repeatedShare,
        int passesPerWrite,
        BigDecimal lowHitShare,
        List<String> moversBy,
        Money leastStake) {

    public InsightSettings {
        production = Set.copyOf(production);
        moversBy = List.copyOf(moversBy);
    }

    /** The documented defaults. */
    public static InsightSettings defaults() {
        return new InsightSettings(
                "Environment",
                Set.of("prod", "production", "live"),
                BigDecimal.TEN,
                new BigDecimal("0.5"),
                10,
                new BigDecimal("0.2"),
                List.of("Team", "model"),
                Money.parse("0.01"));
    }
}
