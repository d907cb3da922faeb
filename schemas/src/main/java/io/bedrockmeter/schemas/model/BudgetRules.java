package io.bedrockmeter.schemas.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;

/**
 * When the owner of a budget is told.
 *
 * @param thresholds levels of the spend or its forecast, held in ascending order of level, actual ones first
 * @param burnRates speeds of spending
 * @param minimum amount of the budget's measure that must be spent in the period before a forecast or a burn rate alerts, 0
 *     for none; held with 12 decimal places
 */
public record BudgetRules(List<BudgetThreshold> thresholds, List<BurnRate> burnRates, BigDecimal minimum) {

    /** Thresholds of one budget. */
    public static final int MAX_THRESHOLDS = 50;

    /** Burn rates of one budget. */
    public static final int MAX_BURN_RATES = 10;

    public BudgetRules {
        thresholds = List.copyOf(thresholds);
        burnRates = List.copyOf(burnRates);
        minimum = minimum.setScale(BudgetThreshold.AMOUNT_SCALE, RoundingMode.UNNECESSARY);
    }

    /** Thresholds and nothing else. */
    public static BudgetRules of(List<BudgetThreshold> thresholds) {
        return new BudgetRules(thresholds, List.of(), BigDecimal.ZERO);
    }

    /** The thresholds of one basis, ascending. */
    public List<BudgetThreshold> thresholds(BudgetThreshold.Basis basis) {
        return thresholds.stream()
                .filter(threshold -> threshold.basis() == basis)
                .toList();
    }

    /** Whether anything is judged by how the spend moved within the period. */
    public boolean needHistory() {
        return !burnRates.isEmpty()
                || !thresholds(BudgetThreshold.Basis.FORECAST).isEmpty();
    }

    BudgetRules inOrder(BudgetAmount limit) {
        Comparator<BudgetThreshold> order = Comparator.comparing(BudgetThreshold::basis)
                .thenComparing(threshold -> threshold.level(limit))
                .thenComparing(BudgetThreshold::label);
        return new BudgetRules(thresholds.stream().sorted(order).toList(), burnRates, minimum);
    }
}
