package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What should happen, computed the slow way: the newest record of every cell and minute, added up from scratch. */
final class NaiveAlerts {

    private final List<Budget> budgets;
    private final Map<String, UsageTotal> newest = new HashMap<>();
    private final Set<String> alertIds = new LinkedHashSet<>();

    NaiveAlerts(List<Budget> budgets) {
        this.budgets = budgets;
    }

    void usage(String cellId, UsageTotal usage) {
        newest.merge(cellId + usage.windowStart(), usage, (a, b) -> a.revision() >= b.revision() ? a : b);
    }

    void evaluate() {
        for (Budget budget : budgets) {
            Map<String, Map<Instant, Money>> periods = new TreeMap<>();
            for (UsageTotal usage : newest.values()) {
                if (budget.filter().matches(usage.dimensions())) {
                    Instant start = budget.calendar()
                            .windowAt(usage.windowStart())
                            .orElseThrow()
                            .start();
                    periods.computeIfAbsent(instance(budget, usage), any -> new TreeMap<>())
                            .merge(start, usage.totals().cost(), Money::plus);
                }
            }
            periods.forEach(
                    (instance, starts) -> starts.forEach((start, spent) -> judge(budget, instance, start, spent)));
        }
    }

    private void judge(Budget budget, String instance, Instant start, Money spent) {
        for (BudgetThreshold threshold : budget.rules().thresholds()) {
            String id = Alert.idOf(AlertKind.THRESHOLD, budget.id(), instance, start, threshold.label());
            if (spent.usd().movePointRight(2).compareTo(budget.limit().value().multiply(threshold.value())) >= 0) {
                alertIds.add(id);
            } else if (alertIds.contains(id)) {
                alertIds.add(id + "/recovered");
            }
        }
    }

    private static String instance(Budget budget, UsageTotal usage) {
        return budget.eachOf().isEmpty()
                ? ""
                : BudgetFilter.valueOf(usage.dimensions(), budget.eachOf()).orElseThrow();
    }

    Money spent(Budget budget, Instant time) {
        Money spent = Money.ZERO;
        for (UsageTotal usage : newest.values()) {
            if (budget.calendar().windowAt(time).orElseThrow().contains(usage.windowStart())
                    && budget.filter().matches(usage.dimensions())) {
                spent = spent.plus(usage.totals().cost());
            }
        }
        return spent;
    }

    Set<String> alertIds() {
        return alertIds;
    }
}
