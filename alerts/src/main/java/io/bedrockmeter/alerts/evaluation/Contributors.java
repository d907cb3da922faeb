package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.alerts.watch.AnomalyRules;
import io.bedrockmeter.alerts.watch.AnomalyWindow;
import io.bedrockmeter.alerts.watch.UsualSpend;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.SpendShare;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What changed: by model, principal and Application, how much more than usual each value used in a window. Usual is the median of
 * the window, split as the spend of the 28 days before was. A key with one value, then as now, tells nothing.
 */
final class Contributors {

    private final WatchedSpend spend;
    private final Contributions contributions;

    Contributors(WatchedSpend spend, Contributions contributions) {
        this.spend = spend;
        this.contributions = contributions;
    }

    /** The three largest differences of each key, largest first. */
    List<SpendShare> of(AnomalyWindow kind, String instance, BudgetWindow window, UsualSpend usual) {
        Instant day = AnomalyWindow.DAY
                .at(window.start(), spend.rules().week().zone())
                .start();
        Map<String, Map<String, Money>> now = byKey(
                kind == AnomalyWindow.HOUR ? Series.SHARE : Series.DAY_SHARE, instance, window.start(), window.end());
        Map<String, Map<String, Money>> before =
                byKey(Series.DAY_SHARE, instance, day.minus(AnomalyRules.HISTORY), day);
        List<SpendShare> shares = new ArrayList<>();
        now.forEach((key, values) ->
                shares.addAll(largest(key, values, before.getOrDefault(key, Map.of()), usual.median())));
        return shares;
    }

    private static List<SpendShare> largest(
            String key, Map<String, Money> now, Map<String, Money> before, BigDecimal usual) {
        boolean single = now.size() == 1 && now.keySet().containsAll(before.keySet());
        BigDecimal whole =
                before.values().stream().reduce(Money.ZERO, Money::plus).usd();
        if (single) {
            return List.of();
        }
        Comparator<SpendShare> largestFirst =
                Comparator.comparing(SpendShare::amount).reversed().thenComparing(SpendShare::value);
        return now.entrySet().stream()
                .map(entry -> {
                    BigDecimal part =
                            before.getOrDefault(entry.getKey(), Money.ZERO).usd();
                    BigDecimal expected = whole.signum() <= 0
                            ? BigDecimal.ZERO
                            : usual.multiply(part).divide(whole, Money.SCALE, RoundingMode.HALF_UP);
                    BigDecimal more = entry.getValue().usd().subtract(expected);
                    return new SpendShare(key, entry.getKey(), more);
                })
                .filter(share -> share.amount().signum() > 0)
                .sorted(largestFirst)
                .limit(Announcer.SHARES_PER_KEY)
                .toList();
    }

    private Map<String, Map<String, Money>> byKey(Series series, String instance, Instant from, Instant to) {
        Map<String, Map<String, Money>> byKey = new TreeMap<>();
        contributions.shares(spend.scope(), series, instance, from, to).forEach((share, used) -> {
            int separator = share.indexOf(Cover.SHARE_SEPARATOR);
            byKey.computeIfAbsent(share.substring(0, separator), any -> new TreeMap<>())
                    .merge(share.substring(separator + 1), used.cost(), Money::plus);
        });
        return byKey;
    }
}
