package io.bedrockmeter.standalone.config;

import io.bedrockmeter.metering.insight.InsightSettings;
import io.bedrockmeter.runtime.config.Section;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The {@code insights} section: what rules about spend take for granted. */
final class InsightsSection {

    private static final int MOST_PASSES = 1_000_000;
    private static final int MOST_DIGITS = 30;

    private InsightsSection() {}

    static InsightSettings read(Section section) {
        InsightSettings defaults = InsightSettings.defaults();
        Section caching = section.section("caching");
        List<String> production = section.texts("production");
        List<String> moversBy = section.texts("moversBy");
        return new InsightSettings(
                section.text("environmentKey", defaults.environmentKey()),
                production.isEmpty() ? defaults.production() : Set.copyOf(production),
                amount(section, "premiumOutputUsdPerMillion", defaults.premiumOutputUsdPerMillion()),
                share(caching, "repeatedShare", defaults.repeatedShare()),
                caching.integer("passesPerWrite", defaults.passesPerWrite(), 2, MOST_PASSES),
                share(caching, "lowHitShare", defaults.lowHitShare()),
                moversBy.isEmpty() ? defaults.moversBy() : moversBy,
                Money.ofUsd(amount(section, "leastStake", new BigDecimal("0.01"))));
    }

    private static BigDecimal share(Section section, String key, BigDecimal orElse) {
        return section.parsed(
                key,
                "a share from 0 to 1, for example " + orElse,
                text -> decimal(text).filter(share -> share.signum() >= 0 && share.compareTo(BigDecimal.ONE) <= 0),
                orElse);
    }

    private static BigDecimal amount(Section section, String key, BigDecimal orElse) {
        return section.parsed(
                key,
                "an amount of USD of 0 or more with at most " + Money.SCALE + " decimal places",
                text -> decimal(text).filter(amount -> amount.signum() >= 0),
                orElse);
    }

    private static Optional<BigDecimal> decimal(String text) {
        try {
            return Optional.of(new BigDecimal(text))
                    .filter(number -> number.precision() <= MOST_DIGITS
                            && number.scale() >= -MOST_DIGITS
                            && number.stripTrailingZeros().scale() <= Money.SCALE);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
