package io.bedrockmeter.alerts.http;

import io.bedrockmeter.alerts.budgets.BudgetChange;
import io.bedrockmeter.alerts.budgets.BudgetWriter;
import io.bedrockmeter.schemas.model.Budget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What bringing a budget into force came to, as JSON fields. */
final class ChangeAnswer {

    private ChangeAnswer() {}

    static Map<String, Object> fields(Budget budget, BudgetChange change) {
        Map<String, Object> definition = BudgetWriter.write(budget);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", budget.id());
        fields.put("outcome", outcome(change));
        fields.put(
                "changes",
                change.before()
                        .map(before -> differences(BudgetWriter.write(before), definition))
                        .orElse(List.of()));
        fields.put("definition", definition);
        return fields;
    }

    static String outcome(BudgetChange change) {
        return change.before().isEmpty() ? "ADDED" : change.offset().isPresent() ? "CHANGED" : "UNCHANGED";
    }

    private static List<Map<String, Object>> differences(Map<String, Object> before, Map<String, Object> after) {
        Set<String> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<Map<String, Object>> differences = new ArrayList<>();
        for (String key : keys) {
            if (!Objects.equals(before.get(key), after.get(key))) {
                Map<String, Object> difference = new LinkedHashMap<>();
                difference.put("key", key);
                put(difference, "from", before, key);
                put(difference, "to", after, key);
                differences.add(difference);
            }
        }
        return differences;
    }

    private static void put(Map<String, Object> difference, String name, Map<String, Object> keys, String key) {
        if (keys.containsKey(key)) {
            difference.put(name, keys.get(key));
        }
    }
}
