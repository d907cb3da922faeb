package io.bedrockmeter.metering.rates;

import java.math.BigDecimal;
import java.util.Optional;

/** Prices as text: exact decimals, never through a binary float. */
public final class Price {

    /** Longer numbers are no prices; the bound keeps a hostile exponent from filling the memory. */
    private static final int MAX_DIGITS = 30;

    private static final BigDecimal MAX = new BigDecimal("1000000000");

    private Price() {}

    /** The number, when it is a decimal from zero to a billion with at most thirty digits before and after the point. */
    public static Optional<BigDecimal> parse(String text) {
        if (text.isEmpty() || text.length() > 2 * MAX_DIGITS) {
            return Optional.empty();
        }
        try {
            BigDecimal value = new BigDecimal(text);
            boolean sane = value.signum() >= 0
                    && Math.abs((long) value.scale()) <= MAX_DIGITS
                    && value.precision() <= MAX_DIGITS
                    && value.compareTo(MAX) <= 0;
            return sane ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
