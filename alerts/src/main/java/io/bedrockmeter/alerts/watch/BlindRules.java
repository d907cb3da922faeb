package io.bedrockmeter.alerts.watch;

import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetNotice;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When numbers are not to be trusted.
 *
 * @param enabled whether anybody is told
 * @param week which hours are alike
 * @param noDataFor how much time that usually has usage may pass without any, 10 minutes to 7 days
 * @param freshnessLag how far a source may be behind, 1 minute to 7 days
 * @param unpricedShare percentage of the last hour's requests that may be without a price; 100 is never too many
 * @param unattributedShare percentage of the last hour's requests that may be without any tag; 100 is never too many
 * @param targets where alerts go besides the configured notifiers: ARNs of SNS topics, at most 10
 */
public record BlindRules(
        boolean enabled,
        WorkWeek week,
        Duration noDataFor,
        Duration freshnessLag,
        BigDecimal unpricedShare,
        BigDecimal unattributedShare,
        List<String> targets) {

    public static final Duration SHORTEST_NO_DATA = Duration.ofMinutes(10);
    public static final Duration SHORTEST_LAG = Duration.ofMinutes(1);
    public static final Duration LONGEST = Duration.ofDays(7);
    public static final BigDecimal ALL = BigDecimal.valueOf(100);

    /** @throws IllegalArgumentException naming everything that is out of range */
    public BlindRules {
        targets = List.copyOf(targets);
        List<String> problems = new ArrayList<>();
        range("noDataFor", noDataFor, SHORTEST_NO_DATA, LONGEST, problems);
        range("freshnessLag", freshnessLag, SHORTEST_LAG, LONGEST, problems);
        range("unpricedShare", unpricedShare, BigDecimal.ZERO, ALL, problems);
        range("unattributedShare", unattributedShare, BigDecimal.ZERO, ALL, problems);
        if (targets.size() > BudgetNotice.MAX_TARGETS || !targets.stream().allMatch(Budget::isTarget)) {
            problems.add("notify: expected at most " + BudgetNotice.MAX_TARGETS + " ARNs of SNS standard topics");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("blind: " + String.join("; ", problems));
        }
    }

    /** Two hours without data, fifteen minutes behind, five requests of a hundred without price, twenty-five without tags. */
    public static BlindRules defaults() {
        return new BlindRules(
                true,
                WorkWeek.STANDARD,
                Duration.ofHours(2),
                Duration.ofMinutes(15),
                BigDecimal.valueOf(5),
                BigDecimal.valueOf(25),
                List.of());
    }

    /** Nobody is told. */
    public static BlindRules none() {
        BlindRules defaults = defaults();
        return new BlindRules(
                false,
                defaults.week,
                defaults.noDataFor,
                defaults.freshnessLag,
                defaults.unpricedShare,
                defaults.unattributedShare,
                List.of());
    }

    private static <T extends Comparable<T>> void range(String key, T got, T least, T most, List<String> problems) {
        if (got.compareTo(least) < 0 || got.compareTo(most) > 0) {
            problems.add(key + ": got " + got + ", expected " + least + " to " + most);
        }
    }
}
