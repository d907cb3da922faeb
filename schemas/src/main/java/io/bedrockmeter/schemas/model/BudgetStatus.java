package io.bedrockmeter.schemas.model;

import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * How a budget stands in its current period: the value of the budget-status topic.
 *
 * @param budgetId the budget
 * @param budgetName its name
 * @param owner its owner, empty when nobody is named
 * @param window the current period
 * @param coveredFrom first instant from which usage is counted: the period's start, or later when the budget or its filter
 *     is younger than the period and the usage before it was no longer at hand
 * @param spent US dollars spent in the period
 * @param amount US dollars of the budget
 * @param percent spent as percentage of amount, rounded down to two decimal places
 * @param state whether a threshold is reached
 * @param requests requests counted
 * @param unpriced of these, ones without a price: what they cost is not in {@code spent}
 * @param asOf when the youngest usage counted was last changed; the evaluation time while there is none
 */
public record BudgetStatus(
        String budgetId,
        String budgetName,
        String owner,
        BudgetWindow window,
        Instant coveredFrom,
        Money spent,
        Money amount,
        BigDecimal percent,
        BudgetState state,
        long requests,
        long unpriced,
        Instant asOf) {}
