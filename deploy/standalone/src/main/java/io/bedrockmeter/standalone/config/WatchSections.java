package io.bedrockmeter.standalone.config;

import io.bedrockmeter.alerts.watch.AnomalyRules;
import io.bedrockmeter.alerts.watch.AnomalyWindow;
import io.bedrockmeter.alerts.watch.BlindRules;
import io.bedrockmeter.alerts.watch.WorkWeek;
import io.bedrockmeter.runtime.config.Section;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetNotice;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What is watched without a budget: the {@code anomalies} and {@code blind} sections of {@code alerts}. */
final class WatchSections {

    private static final int LONGEST_NUMBER = 30;
    private static final int MOST_PLACES = 2;
    private static final BigDecimal HIGHEST_MINIMUM = BigDecimal.TEN.pow(15);

    private WatchSections() {}

    /** The keys {@code zone} and {@code weekend}. */
    static WorkWeek week(Section alerts) {
        List<DayOfWeek> weekend = alerts.list("weekend", "days such as saturday", WatchSections::day);
        return new WorkWeek(
                alerts.zone("zone", WorkWeek.STANDARD.zone()),
                weekend.isEmpty() ? WorkWeek.STANDARD.weekend() : Set.copyOf(weekend));
    }

    static AnomalyRules anomalies(Section section, WorkWeek week) {
        AnomalyRules defaults = AnomalyRules.defaults();
        boolean enabled = section.flag("enabled", true);
        List<String> by = keys(section, defaults);
        List<AnomalyWindow> windows = section.list("windows", "hour or day", AnomalyWindow::parse);
        return new AnomalyRules(
                enabled ? by : List.of(),
                windows.isEmpty() ? defaults.windows() : EnumSet.copyOf(windows),
                week,
                section.parsed(
                        "sensitivity",
                        "a number from 1 to 1000 with at most 2 decimal places",
                        number(MOST_PLACES, BigDecimal.ONE, AnomalyRules.MAX_SENSITIVITY),
                        defaults.sensitivity()),
                Money.ofUsd(section.parsed(
                        "minimum",
                        "US dollars above 0, below 1e15, with at most 12 decimal places",
                        number(Money.SCALE, Money.ofPicos(1).usd(), HIGHEST_MINIMUM),
                        new BigDecimal(BudgetAmount.usd(defaults.minimum()).plain()))),
                section.duration("warmUp", defaults.warmUp(), AnomalyRules.SHORTEST_WARM_UP, AnomalyRules.HISTORY),
                targets(section));
    }

    static BlindRules blind(Section section, WorkWeek week) {
        BlindRules defaults = BlindRules.defaults();
        return new BlindRules(
                section.flag("enabled", true),
                week,
                section.duration("noDataFor", defaults.noDataFor(), BlindRules.SHORTEST_NO_DATA, BlindRules.LONGEST),
                section.duration("freshnessLag", defaults.freshnessLag(), BlindRules.SHORTEST_LAG, BlindRules.LONGEST),
                percentage(section, "unpricedShare", defaults.unpricedShare()),
                percentage(section, "unattributedShare", defaults.unattributedShare()),
                targets(section));
    }

    private static List<String> keys(Section section, AnomalyRules defaults) {
        String expected = "1 to " + AnomalyRules.MAX_KEYS + " different tag keys or dimensions";
        List<String> by = section.list(
                "by",
                expected,
                text -> Optional.of(text).filter(key -> !key.isBlank() && key.length() <= Budget.MAX_TEXT));
        if (by.size() > AnomalyRules.MAX_KEYS || by.stream().distinct().count() < by.size()) {
            section.problem("by", by.size() + " keys", expected);
            return defaults.by();
        }
        return by.isEmpty() ? defaults.by() : by;
    }

    private static List<String> targets(Section section) {
        String expected = "at most " + BudgetNotice.MAX_TARGETS + " ARNs of SNS standard topics";
        List<String> targets =
                section.list("notify", expected, text -> Optional.of(text).filter(Budget::isTarget));
        if (targets.size() > BudgetNotice.MAX_TARGETS) {
            section.problem("notify", targets.size() + " topics", expected);
            return List.of();
        }
        return targets;
    }

    private static BigDecimal percentage(Section section, String key, BigDecimal orElse) {
        return section.parsed(
                key,
                "a percentage from 0 to 100 with at most 2 decimal places",
                number(MOST_PLACES, BigDecimal.ZERO, BlindRules.ALL),
                orElse);
    }

    private static Function<String, Optional<BigDecimal>> number(int places, BigDecimal least, BigDecimal most) {
        return text -> {
            try {
                return Optional.of(text)
                        .filter(digits -> digits.length() <= LONGEST_NUMBER && digits.matches("[0-9.]+"))
                        .map(BigDecimal::new)
                        .filter(number -> number.stripTrailingZeros().scale() <= places)
                        .filter(number -> number.compareTo(least) >= 0 && number.compareTo(most) <= 0);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        };
    }

    private static Optional<DayOfWeek> day(String text) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }
}
