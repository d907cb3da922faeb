package io.bedrockmeter.metering.query;

import io.bedrockmeter.schemas.model.Dimensions;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A condition on one dimension or tag.
 *
 * @param grouping what is looked at
 * @param condition how its values are compared
 * @param values compared with, exactly one unless the condition is {@link Condition#IN}
 */
public record RowFilter(Grouping grouping, Condition condition, Set<String> values) {

    /** How a value is compared; always by exact case. */
    public enum Condition {
        /** Is one of the values. */
        IN,
        /** Is not the value. */
        NOT,
        /** Starts with the value. */
        PREFIX;

        /** Name in questions. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public RowFilter {
        values = new LinkedHashSet<>(values);
        if (condition != Condition.IN && values.size() != 1) {
            throw new IllegalArgumentException("filter of " + grouping.name() + ": expected one value");
        }
    }

    /** Accepts any of the values. */
    public static RowFilter in(String name, Set<String> values) {
        return new RowFilter(Grouping.of(name), Condition.IN, values);
    }

    boolean accepts(Dimensions dimensions) {
        String value = grouping.value().apply(dimensions);
        return switch (condition) {
            case IN -> values.contains(value);
            case NOT -> !values.contains(value);
            case PREFIX -> value.startsWith(values.iterator().next());
        };
    }

    /** As it is written in a question, see {@link FilterText}. */
    public String text() {
        return values.stream()
                .map(FilterText::escape)
                .collect(Collectors.joining(
                        "|", FilterText.escape(grouping.name()) + ":" + condition.wireName() + ":", ""));
    }
}
