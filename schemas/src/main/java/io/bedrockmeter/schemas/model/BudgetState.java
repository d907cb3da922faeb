package io.bedrockmeter.schemas.model;

import java.math.BigDecimal;

/** How a budget stands in a period, by what is spent now: it goes back to OK when corrections take the spend below. */
public sealed interface BudgetState {

    /** Below every threshold. */
    record Ok() implements BudgetState {}

    /**
     * At or above a threshold.
     *
     * @param rule label of the highest one reached
     * @param percent its level as percentage of the limit, rounded down to two decimal places
     */
    record Breached(String rule, BigDecimal percent) implements BudgetState {}
}
