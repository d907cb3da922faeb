package io.bedrockmeter.alerts.budgets;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.alerts.text.Quote;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One object of a budget file with its path. Problems are collected, never thrown. */
final class Section {

    private final JsonNode node;
    private final String path;
    private final List<BudgetProblem> problems;

    Section(JsonNode node, String path, List<BudgetProblem> problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    /** Complains about every key that is not known. */
    void allow(Set<String> keys) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!keys.contains(name)) {
                problems.add(new BudgetProblem(path(name), "an unknown key", "one of " + String.join(", ", keys)));
            }
        }
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    JsonNode get(String key) {
        return node.path(key);
    }

    String path(String key) {
        String shown = key.matches("[A-Za-z0-9_-]{1,64}") ? key : Quote.of(key);
        return path.isEmpty() ? shown : path + "." + shown;
    }

    List<BudgetProblem> problems() {
        return problems;
    }

    void refuse(String key, String expected) {
        problems.add(new BudgetProblem(path(key), show(node.path(key)), expected));
    }

    Optional<String> text(String key, String expected) {
        JsonNode value = node.path(key);
        if (value.isTextual()) {
            return Optional.of(value.textValue());
        }
        refuse(key, expected);
        return Optional.empty();
    }

    /** A number, or a text that is one: JSON writers often quote amounts to keep them exact. */
    static Optional<BigDecimal> decimal(JsonNode value) {
        try {
            if (value.isNumber()) {
                return Optional.of(value.decimalValue());
            }
            return value.isTextual() && value.textValue().matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?")
                    ? Optional.of(new BigDecimal(value.textValue()))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            // YAML knows .inf and .nan.
            return Optional.empty();
        }
    }

    /** A value, or each value of a list. */
    static List<JsonNode> oneOrMany(JsonNode value) {
        if (!value.isArray()) {
            return value.isMissingNode() || value.isNull() ? List.of() : List.of(value);
        }
        List<JsonNode> many = new ArrayList<>();
        value.forEach(many::add);
        return many;
    }

    static String show(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "nothing";
        }
        if (value.isObject()) {
            return "an object";
        }
        if (value.isArray()) {
            return value.isEmpty() ? "an empty list" : "a list";
        }
        return value.isTextual() ? Quote.of(value.textValue()) : value.asText();
    }
}
