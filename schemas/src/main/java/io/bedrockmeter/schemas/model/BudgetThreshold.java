package io.bedrockmeter.schemas.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * A level at which a budget's owner is told.
 *
 * @param basis what is compared: what is spent, or what will be at the end of the period
 * @param unit how {@code value} is meant
 * @param value a percentage of the limit, 1 to 1,000 with at most two decimal places; or an amount of the budget's measure
 *     above 0 with at most twelve
 * @param targets who is told instead of the budget's own targets, empty for these
 */
public record BudgetThreshold(Basis basis, Unit unit, BigDecimal value, List<String> targets) {

    /** What is compared with the level. */
    public enum Basis {
        /** What is spent in the period so far. */
        ACTUAL,
        /** What is expected to be spent when the period ends. */
        FORECAST
    }

    /** How the level is given. */
    public enum Unit {
        /** As percentage of the budget's limit. */
        PERCENT,
        /** In the budget's measure. */
        AMOUNT
    }

    /** Decimal places of every percentage. */
    public static final int PERCENT_SCALE = 2;

    public static final BigDecimal MIN_PERCENT = BigDecimal.ONE;
    public static final BigDecimal MAX_PERCENT = BigDecimal.valueOf(1000);

    /** Decimal places of an amount. */
    public static final int AMOUNT_SCALE = 12;

    /** @throws IllegalArgumentException when {@code value} is out of range or has too many decimal places */
    public BudgetThreshold {
        if (unit == Unit.PERCENT ? !isPercent(value) : !isAmount(value)) {
            throw new IllegalArgumentException(
                    unit == Unit.PERCENT
                            ? "threshold: expected 1 to 1000 percent with at most 2 decimal places"
                            : "threshold: expected an amount above 0 with at most 12 decimal places");
        }
        value = value.setScale(unit == Unit.PERCENT ? PERCENT_SCALE : AMOUNT_SCALE, RoundingMode.UNNECESSARY);
        targets = List.copyOf(targets);
    }

    /** A share of the limit that is compared with what is spent, told to the budget's own targets. */
    public static BudgetThreshold ofPercent(String percent) {
        return new BudgetThreshold(Basis.ACTUAL, Unit.PERCENT, new BigDecimal(percent), List.of());
    }

    /** Whether {@code percent} could be a threshold. */
    public static boolean isPercent(BigDecimal percent) {
        return percent.compareTo(MIN_PERCENT) >= 0
                && percent.compareTo(MAX_PERCENT) <= 0
                && percent.stripTrailingZeros().scale() <= PERCENT_SCALE;
    }

    /** Whether {@code amount} could be a threshold. */
    public static boolean isAmount(BigDecimal amount) {
        return amount.signum() > 0 && amount.stripTrailingZeros().scale() <= AMOUNT_SCALE;
    }

    /** The level in the budget's measure. Exact: no rounding takes part. */
    public BigDecimal level(BudgetAmount limit) {
        return unit == Unit.AMOUNT ? value : limit.value().multiply(value.movePointLeft(2));
    }

    /** The level as percentage of the limit, rounded down to two decimal places. */
    public BigDecimal percentOf(BudgetAmount limit) {
        return unit == Unit.PERCENT
                ? value
                : value.movePointRight(2).divide(limit.value(), PERCENT_SCALE, RoundingMode.FLOOR);
    }

    /** Whether {@code amount} has reached the level. */
    public boolean isReached(BigDecimal amount, BudgetAmount limit) {
        return amount.compareTo(level(limit)) >= 0;
    }

    /**
     * The last part of alert ids: the shortest decimal for a percentage ({@code 80}, {@code 99.5}), with {@code at-} before
     * an amount ({@code at-400}), and {@code forecast-} before all that where the forecast is compared.
     */
    public String label() {
        String level =
                (unit == Unit.AMOUNT ? "at-" : "") + value.stripTrailingZeros().toPlainString();
        return basis == Basis.FORECAST ? "forecast-" + level : level;
    }
}
