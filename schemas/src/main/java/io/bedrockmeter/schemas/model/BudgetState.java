package io.bedrockmeter.schemas.model;

/** How a budget stands in a period, by what is spent now: it goes back to OK when corrections take the spend below. */
public sealed interface BudgetState {

    /** Below every threshold. */
    record Ok() implements BudgetState {}

    /**
     * At or above a threshold.
     *
     * @param threshold the highest one reached
     */
    record Breached(BudgetThreshold threshold) implements BudgetState {}
}
