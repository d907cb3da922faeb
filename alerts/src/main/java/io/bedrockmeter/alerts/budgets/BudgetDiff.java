package io.bedrockmeter.alerts.budgets;

import io.bedrockmeter.schemas.model.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What applying budgets does, by id, in the order of the file. Budgets that are in force and not in the file stay as they
 * are.
 *
 * @param added not in force before
 * @param changed in force with another definition
 * @param unchanged in force as they are
 */
public record BudgetDiff(List<String> added, List<String> changed, List<String> unchanged) {

    public BudgetDiff {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        unchanged = List.copyOf(unchanged);
    }

    static BudgetDiff between(Map<String, Budget> inForce, List<Budget> wanted) {
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        List<String> unchanged = new ArrayList<>();
        for (Budget budget : wanted) {
            Budget current = inForce.get(budget.id());
            List<String> kind = current == null ? added : current.equals(budget) ? unchanged : changed;
            kind.add(budget.id());
        }
        return new BudgetDiff(added, changed, unchanged);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty();
    }
}
