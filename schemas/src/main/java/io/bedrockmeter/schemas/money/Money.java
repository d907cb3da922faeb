package io.bedrockmeter.schemas.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An exact amount of US dollars with twelve decimal places (1e-12 USD, a "pico"), positive or negative, of any size: sums
 * cannot overflow. Equality is by value.
 */
public final class Money implements Comparable<Money> {

    /** Decimal places of every amount. */
    public static final int SCALE = 12;

    public static final Money ZERO = new Money(BigDecimal.ZERO.setScale(SCALE));

    private final BigDecimal usd;

    private Money(BigDecimal usd) {
        this.usd = usd;
    }

    /** The amount of {@code picos} times 1e-12 USD. */
    public static Money ofPicos(long picos) {
        return picos == 0 ? ZERO : new Money(BigDecimal.valueOf(picos, SCALE));
    }

    /** The amount of {@code picos} times 1e-12 USD. */
    public static Money ofPicos(BigInteger picos) {
        return new Money(new BigDecimal(picos, SCALE));
    }

    /**
     * The amount as a decimal of US dollars.
     *
     * @throws ArithmeticException when {@code usd} has more than twelve significant decimal places
     */
    public static Money ofUsd(BigDecimal usd) {
        return new Money(usd.setScale(SCALE, RoundingMode.UNNECESSARY));
    }

    /**
     * The amount as a decimal of US dollars, for example {@code "12.50"}.
     *
     * @throws NumberFormatException when the text is no decimal number
     * @throws ArithmeticException when it has more than twelve significant decimal places
     */
    public static Money parse(String usd) {
        return ofUsd(new BigDecimal(usd));
    }

    /** {@code quantity} units at {@code usdPerUnit} each, rounded half up to twelve places. */
    public static Money product(long quantity, BigDecimal usdPerUnit) {
        return new Money(BigDecimal.valueOf(quantity).multiply(usdPerUnit).setScale(SCALE, RoundingMode.HALF_UP));
    }

    public Money plus(Money other) {
        return new Money(usd.add(other.usd));
    }

    public Money minus(Money other) {
        return new Money(usd.subtract(other.usd));
    }

    public Money negate() {
        return new Money(usd.negate());
    }

    /** -1, 0 or 1. */
    public int signum() {
        return usd.signum();
    }

    /** The amount in units of 1e-12 USD. */
    public BigInteger picos() {
        return usd.unscaledValue();
    }

    /** The amount in US dollars, scale {@value #SCALE}. */
    public BigDecimal usd() {
        return usd;
    }

    @Override
    public int compareTo(Money other) {
        return usd.compareTo(other.usd);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Money money && usd.equals(money.usd);
    }

    @Override
    public int hashCode() {
        return usd.hashCode();
    }

    /** The plain decimal with twelve places, for example {@code 0.000086000000}. */
    @Override
    public String toString() {
        return usd.toPlainString();
    }
}
