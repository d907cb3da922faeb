package io.bedrockmeter.alerts.budgets;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.schemas.model.BudgetFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The filter of a budget file. An object holds conditions that must all be true: {@code KEY: value}, {@code KEY: [values]}
 * or {@code KEY: {prefix: text}}, and the operators {@code allOf} and {@code anyOf} with a list of such objects, and
 * {@code not} with one.
 */
final class FilterReader {

    private static final int MAX_VALUE_CHARS = 2_048;
    private static final String VALUE = "a text, a list of texts, or prefix: with a text";

    private final List<BudgetProblem> problems;
    private int nodes;

    FilterReader(List<BudgetProblem> problems) {
        this.problems = problems;
    }

    /** Empty when something is wrong, which is then among the problems. */
    Optional<BudgetFilter> read(JsonNode node, String path, int depth) {
        if (!node.isObject() || depth > BudgetFilter.MAX_DEPTH) {
            return refuse(path, node, node.isObject() ? "at most 16 levels" : "an object such as {Team: search}");
        }
        List<BudgetFilter> conditions = new ArrayList<>();
        boolean complete = true;
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String at = new Section(node, path, problems).path(entry.getKey());
            Optional<BudgetFilter> condition = condition(entry.getKey(), entry.getValue(), at, depth);
            condition.ifPresent(conditions::add);
            complete &= condition.isPresent();
        }
        nodes += conditions.size() + 1;
        if (nodes > BudgetFilter.MAX_NODES) {
            return refuse(path, node, "at most " + BudgetFilter.MAX_NODES + " conditions and operators");
        }
        if (!complete) {
            return Optional.empty();
        }
        return Optional.of(conditions.size() == 1 ? conditions.get(0) : new BudgetFilter.AllOf(conditions));
    }

    private Optional<BudgetFilter> condition(String key, JsonNode value, String path, int depth) {
        return switch (key) {
            case "allOf" -> operands(value, path, depth).map(BudgetFilter.AllOf::new);
            case "anyOf" -> operands(value, path, depth).map(BudgetFilter.AnyOf::new);
            case "not" -> read(value, path, depth + 1).map(BudgetFilter.Not::new);
            case "" -> refuse(path, value, "a key of at least one character");
            default -> value.isObject() ? prefix(key, value, path) : values(key, value, path);
        };
    }

    private Optional<List<BudgetFilter>> operands(JsonNode value, String path, int depth) {
        if (!value.isArray() || value.isEmpty()) {
            return refuse(path, value, "a list of at least one filter");
        }
        List<BudgetFilter> operands = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            read(value.get(i), path + "[" + i + "]", depth + 1).ifPresent(operands::add);
        }
        return operands.size() == value.size() ? Optional.of(operands) : Optional.empty();
    }

    private Optional<BudgetFilter> prefix(String key, JsonNode value, String path) {
        int before = problems.size();
        Section section = new Section(value, path, problems);
        section.allow(Set.of("prefix"));
        Optional<String> prefix = section.text("prefix", "a text of at least one character");
        if (prefix.isPresent() && !isValue(prefix.get())) {
            section.refuse("prefix", "1 to " + MAX_VALUE_CHARS + " characters");
        }
        return problems.size() > before ? Optional.empty() : prefix.map(text -> new BudgetFilter.StartsWith(key, text));
    }

    private Optional<BudgetFilter> values(String key, JsonNode value, String path) {
        Set<String> values = new TreeSet<>();
        boolean complete = true;
        for (JsonNode each : Section.oneOrMany(value)) {
            // YAML reads 2026 and true as a number and a truth value; as a tag they are text.
            String text = each.isTextual() || each.isIntegralNumber() || each.isBoolean() ? each.asText() : "";
            if (isValue(text)) {
                values.add(text);
            } else {
                complete = false;
            }
        }
        return complete && !values.isEmpty()
                ? Optional.of(new BudgetFilter.In(key, values))
                : refuse(path, value, VALUE);
    }

    private static boolean isValue(String text) {
        return !text.isEmpty() && text.length() <= MAX_VALUE_CHARS;
    }

    private <T> Optional<T> refuse(String path, JsonNode value, String expected) {
        problems.add(new BudgetProblem(path, Section.show(value), expected));
        return Optional.empty();
    }
}
