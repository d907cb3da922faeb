package io.bedrockmeter.schemas.model;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** How much of each {@link Unit} was consumed. Negative only in reversals and differences. Immutable. */
public final class Quantities {

    public static final Quantities NONE = new Quantities(new long[Unit.count()]);

    private final long[] values;

    private Quantities(long[] values) {
        this.values = values;
    }

    /** Input and output tokens only. */
    public static Quantities tokens(long input, long output) {
        return builder()
                .set(Unit.INPUT_TOKEN, input)
                .set(Unit.OUTPUT_TOKEN, output)
                .build();
    }

    public static Builder builder() {
        return new Builder(new long[Unit.count()]);
    }

    public Builder toBuilder() {
        return new Builder(values.clone());
    }

    public long get(Unit unit) {
        return values[unit.ordinal()];
    }

    public long inputTokens() {
        return get(Unit.INPUT_TOKEN);
    }

    public long outputTokens() {
        return get(Unit.OUTPUT_TOKEN);
    }

    public long cacheReadTokens() {
        return get(Unit.CACHE_READ_TOKEN);
    }

    /** Cache writes of either time to live. */
    public long cacheWriteTokens() {
        return Math.addExact(get(Unit.CACHE_WRITE_5M_TOKEN), get(Unit.CACHE_WRITE_1H_TOKEN));
    }

    /** All tokens: input, output, cache read and cache write. */
    public long totalTokens() {
        return Math.addExact(
                Math.addExact(inputTokens(), outputTokens()), Math.addExact(cacheReadTokens(), cacheWriteTokens()));
    }

    /** Whether every quantity is zero. */
    public boolean isZero() {
        for (long value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** The sum, unit by unit; {@link ArithmeticException} when one leaves the range of a long. */
    public Quantities plus(Quantities other) {
        long[] sum = new long[values.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.addExact(values[i], other.values[i]);
        }
        return new Quantities(sum);
    }

    public Quantities negate() {
        long[] negated = new long[values.length];
        for (int i = 0; i < negated.length; i++) {
            negated[i] = Math.negateExact(values[i]);
        }
        return new Quantities(negated);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantities quantities && Arrays.equals(values, quantities.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** The units that are not zero, by name. */
    @Override
    public String toString() {
        Map<Unit, Long> present = new EnumMap<>(Unit.class);
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                present.put(Unit.at(i), values[i]);
            }
        }
        return present.toString();
    }

    /** Collects quantities; every unit starts at zero. Not thread-safe. */
    public static final class Builder {
        private final long[] values;

        private Builder(long[] values) {
            this.values = values;
        }

        public Builder set(Unit unit, long quantity) {
            values[unit.ordinal()] = quantity;
            return this;
        }

        public Quantities build() {
            return new Quantities(values.clone());
        }
    }
}
