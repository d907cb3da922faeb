package io.bedrockmeter.alerts.watch;

import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetNotice;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * When spend is an anomaly.
 *
 * @param by tag keys and dimensions of which every value is compared with its own past; none switches it off
 * @param windows the spans that are compared
 * @param week which hours and days are alike
 * @param sensitivity how many times the usual spread the spend must be above the usual, 1 to 1000
 * @param minimum by how much it must be above at least, more than zero
 * @param warmUp how long a value must be known before it is judged, 7 to 28 days
 * @param targets where alerts go besides the configured notifiers: ARNs of SNS topics, at most 10
 */
public record AnomalyRules(
        List<String> by,
        Set<AnomalyWindow> windows,
        WorkWeek week,
        BigDecimal sensitivity,
        Money minimum,
        Duration warmUp,
        List<String> targets) {

    /** How far back spend is compared. */
    public static final Duration HISTORY = Duration.ofDays(28);

    /** Keys that can be watched at once. */
    public static final int MAX_KEYS = 20;

    public static final BigDecimal MAX_SENSITIVITY = BigDecimal.valueOf(1_000);
    public static final Duration SHORTEST_WARM_UP = Duration.ofDays(7);

    /** @throws IllegalArgumentException naming everything that is out of range */
    public AnomalyRules {
        by = List.copyOf(by);
        windows = windows.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(windows));
        targets = List.copyOf(targets);
        List<String> problems = new ArrayList<>();
        check(by.size() <= MAX_KEYS, "by: expected at most " + MAX_KEYS + " keys", problems);
        check(by.stream().distinct().count() == by.size(), "by: expected no key twice", problems);
        check(
                by.stream().allMatch(key -> !key.isBlank() && key.length() <= Budget.MAX_TEXT),
                "by: expected keys of 1 to " + Budget.MAX_TEXT + " characters",
                problems);
        check(
                sensitivity.compareTo(BigDecimal.ONE) >= 0 && sensitivity.compareTo(MAX_SENSITIVITY) <= 0,
                "sensitivity: got " + sensitivity + ", expected 1 to " + MAX_SENSITIVITY,
                problems);
        check(minimum.signum() > 0, "minimum: got " + minimum + ", expected more than 0", problems);
        check(
                warmUp.compareTo(SHORTEST_WARM_UP) >= 0 && warmUp.compareTo(HISTORY) <= 0,
                "warmUp: got " + warmUp + ", expected " + SHORTEST_WARM_UP + " to " + HISTORY,
                problems);
        check(
                targets.size() <= BudgetNotice.MAX_TARGETS && targets.stream().allMatch(Budget::isTarget),
                "notify: expected at most " + BudgetNotice.MAX_TARGETS + " ARNs of SNS standard topics",
                problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("anomalies: " + String.join("; ", problems));
        }
    }

    /** Teams, by hour and day, ten spreads and ten dollars above the usual, after two weeks. */
    public static AnomalyRules defaults() {
        return new AnomalyRules(
                List.of("Team"),
                EnumSet.allOf(AnomalyWindow.class),
                WorkWeek.STANDARD,
                BigDecimal.valueOf(10),
                Money.parse("10"),
                Duration.ofDays(14),
                List.of());
    }

    /** Nothing is watched. */
    public static AnomalyRules none() {
        AnomalyRules defaults = defaults();
        return new AnomalyRules(
                List.of(),
                defaults.windows,
                defaults.week,
                defaults.sensitivity,
                defaults.minimum,
                defaults.warmUp,
                List.of());
    }

    /** The keys that are watched: none where no window is. */
    public List<String> watched() {
        return windows.isEmpty() ? List.of() : by;
    }

    private static void check(boolean holds, String problem, List<String> problems) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
