package io.bedrockmeter.schemas.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which usage a budget covers: an expression over {@link Dimensions}. Keys are {@code account}, {@code region},
 * {@code model}, {@code modelAsCalled}, {@code scope}, {@code profile}, {@code project}, {@code principal},
 * {@code operation}, {@code tier}, or any taxonomy tag key. Keys and values are compared exactly, case included; a tag key
 * that is not in the taxonomy has no value, so nothing is in it and no prefix fits it.
 */
public sealed interface BudgetFilter {

    /** Nodes an expression may have in total. */
    int MAX_NODES = 1_000;

    /** Levels an expression may have. */
    int MAX_DEPTH = 16;

    /** Everything: the filter of a budget for the whole spend. */
    BudgetFilter EVERYTHING = new AllOf(List.of());

    /** The value that filters see under {@code key}: a fixed dimension by its name, else a taxonomy tag; empty without. */
    static Optional<String> valueOf(Dimensions dimensions, String key) {
        return BudgetFilterKey.valueOf(dimensions, key);
    }

    /** Whether usage with these dimensions is covered. */
    boolean matches(Dimensions dimensions);

    /** The value of {@code key} is one of {@code values}. */
    record In(String key, Set<String> values) implements BudgetFilter {
        public In {
            requireKey(key);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("filter " + key + ": expected at least one value");
            }
            values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
        }

        @Override
        public boolean matches(Dimensions dimensions) {
            return BudgetFilterKey.valueOf(dimensions, key)
                    .map(values::contains)
                    .orElse(false);
        }
    }

    /** The value of {@code key} starts with {@code prefix}. */
    record StartsWith(String key, String prefix) implements BudgetFilter {
        public StartsWith {
            requireKey(key);
            if (prefix.isEmpty()) {
                throw new IllegalArgumentException("filter " + key + ": expected a prefix of at least one character");
            }
        }

        @Override
        public boolean matches(Dimensions dimensions) {
            return BudgetFilterKey.valueOf(dimensions, key)
                    .map(value -> value.startsWith(prefix))
                    .orElse(false);
        }
    }

    /** Every operand matches; true without operands. */
    record AllOf(List<BudgetFilter> operands) implements BudgetFilter {
        public AllOf {
            operands = List.copyOf(operands);
        }

        @Override
        public boolean matches(Dimensions dimensions) {
            for (BudgetFilter operand : operands) {
                if (!operand.matches(dimensions)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** At least one operand matches. */
    record AnyOf(List<BudgetFilter> operands) implements BudgetFilter {
        public AnyOf {
            operands = List.copyOf(operands);
            if (operands.isEmpty()) {
                throw new IllegalArgumentException("filter anyOf: expected at least one operand");
            }
        }

        @Override
        public boolean matches(Dimensions dimensions) {
            for (BudgetFilter operand : operands) {
                if (operand.matches(dimensions)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The operand does not match. */
    record Not(BudgetFilter operand) implements BudgetFilter {
        @Override
        public boolean matches(Dimensions dimensions) {
            return !operand.matches(dimensions);
        }
    }

    private static void requireKey(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("filter: expected a key of at least one character");
        }
    }
}
