package io.bedrockmeter.schemas.model;

import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A share of a budget's amount at which its owner is told.
 *
 * @param percent 1 to 1,000 with at most two decimal places, held with scale 2
 */
public record BudgetThreshold(BigDecimal percent) implements Comparable<BudgetThreshold> {

    /** Decimal places of every percentage. */
    public static final int SCALE = 2;

    public static final BigDecimal MIN_PERCENT = BigDecimal.ONE;
    public static final BigDecimal MAX_PERCENT = BigDecimal.valueOf(1000);

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** @throws IllegalArgumentException when {@code percent} is out of range or has more than two decimal places */
    public BudgetThreshold {
        if (!isValid(percent)) {
            throw new IllegalArgumentException("threshold: expected 1 to 1000 with at most 2 decimal places");
        }
        percent = percent.setScale(SCALE, RoundingMode.UNNECESSARY);
    }

    public static BudgetThreshold ofPercent(String percent) {
        return new BudgetThreshold(new BigDecimal(percent));
    }

    /** Whether {@code percent} could be a threshold. */
    public static boolean isValid(BigDecimal percent) {
        return percent.compareTo(MIN_PERCENT) >= 0
                && percent.compareTo(MAX_PERCENT) <= 0
                && percent.stripTrailingZeros().scale() <= SCALE;
    }

    /** Whether {@code spent} has reached this share of {@code amount}. Exact: no rounding takes part. */
    public boolean isReached(Money spent, Money amount) {
        return spent.usd().multiply(HUNDRED).compareTo(amount.usd().multiply(percent)) >= 0;
    }

    /** The shortest decimal, for example {@code 80} or {@code 99.5}: the last part of alert ids. */
    public String label() {
        return percent.stripTrailingZeros().toPlainString();
    }

    @Override
    public int compareTo(BudgetThreshold other) {
        return percent.compareTo(other.percent);
    }
}
