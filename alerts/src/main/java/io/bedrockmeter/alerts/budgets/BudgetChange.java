package io.bedrockmeter.alerts.budgets;

import io.bedrockmeter.schemas.model.Budget;
import java.util.Optional;

/**
 * What changing one budget came to.
 *
 * @param before what was in force
 * @param after what is in force now
 * @param offset where on the budgets topic the change stands; empty when there was nothing to change
 */
public record BudgetChange(Optional<Budget> before, Optional<Budget> after, Optional<Long> offset) {}
