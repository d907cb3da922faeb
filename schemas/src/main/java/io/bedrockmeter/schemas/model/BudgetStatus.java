package io.bedrockmeter.schemas.model;

import java.time.Instant;

/**
 * How a budget, or one instance of it, stands in its current period: the value of the budget-status topic.
 *
 * @param subject which budget and period; for a rolling budget the time before {@code asOf}
 * @param coveredFrom first instant from which usage is counted: the period's start, or later when the budget or its filter
 *     is younger than the period and the usage before it was no longer at hand
 * @param reading how much is used
 * @param state whether a threshold is reached
 * @param requests requests counted
 * @param unpriced of these, ones without a price: what they cost is not in the reading
 * @param asOf when the youngest usage counted was last changed; the evaluation time while there is none
 */
public record BudgetStatus(
        BudgetSubject subject,
        Instant coveredFrom,
        BudgetReading reading,
        BudgetState state,
        long requests,
        long unpriced,
        Instant asOf) {}
