package io.bedrockmeter.schemas.model;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * How much of a budget is used.
 *
 * @param spent used in the period
 * @param limit the budget's limit
 * @param percent {@code spent} as percentage of {@code limit}, rounded down to two decimal places
 * @param forecast what is expected until the end of the period; empty while there is too little history to tell
 */
public record BudgetReading(
        BudgetAmount spent, BudgetAmount limit, BigDecimal percent, Optional<SpendForecast> forecast) {

    public static BudgetReading of(BudgetAmount spent, BudgetAmount limit, Optional<SpendForecast> forecast) {
        return new BudgetReading(spent, limit, spent.percentOf(limit), forecast);
    }
}
