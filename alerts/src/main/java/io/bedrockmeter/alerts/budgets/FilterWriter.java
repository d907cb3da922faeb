package io.bedrockmeter.alerts.budgets;

import io.bedrockmeter.schemas.model.BudgetFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A filter as {@link FilterReader} reads it, with no more levels than it was read from. */
final class FilterWriter {

    private FilterWriter() {}

    /** Empty for the filter that covers everything. */
    static Map<String, Object> write(BudgetFilter filter) {
        if (!(filter instanceof BudgetFilter.AllOf all)) {
            return condition(filter);
        }
        // One object holds several conditions as long as no key comes twice.
        Map<String, Object> flat = new LinkedHashMap<>();
        all.operands().forEach(operand -> flat.putAll(condition(operand)));
        boolean isFlat = all.operands().size() != 1
                && flat.size() == all.operands().size()
                && !all.operands().contains(BudgetFilter.EVERYTHING);
        return isFlat ? flat : condition(filter);
    }

    private static Map<String, Object> condition(BudgetFilter filter) {
        if (filter instanceof BudgetFilter.In in) {
            List<String> values = List.copyOf(in.values());
            return Map.of(
                    in.key(),
                    values.size() == 1 ? values.get(0) : in.values().stream().toList());
        }
        if (filter instanceof BudgetFilter.StartsWith startsWith) {
            return Map.of(startsWith.key(), Map.of("prefix", startsWith.prefix()));
        }
        if (filter instanceof BudgetFilter.Not not) {
            return Map.of("not", write(not.operand()));
        }
        if (filter instanceof BudgetFilter.AnyOf any) {
            return Map.of("anyOf", operands(any.operands()));
        }
        return filter instanceof BudgetFilter.AllOf all ? Map.of("allOf", operands(all.operands())) : Map.of();
    }

    private static List<Map<String, Object>> operands(List<BudgetFilter> operands) {
        return operands.stream().map(FilterWriter::write).toList();
    }
}
