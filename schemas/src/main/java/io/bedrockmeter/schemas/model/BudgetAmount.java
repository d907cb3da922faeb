package io.bedrockmeter.schemas.model;

import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of what a budget limits.
 *
 * @param measure US dollars, tokens or requests
 * @param value how many, exact, held with {@value Money#SCALE} decimal places; whole numbers of tokens and requests
 */
public record BudgetAmount(BudgetMeasure measure, BigDecimal value) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** @throws ArithmeticException when there are more decimal places than the measure has */
    public BudgetAmount {
        int places = measure == BudgetMeasure.COST ? Money.SCALE : 0;
        value = value.setScale(places, RoundingMode.UNNECESSARY).setScale(Money.SCALE, RoundingMode.UNNECESSARY);
    }

    public static BudgetAmount usd(Money cost) {
        return new BudgetAmount(BudgetMeasure.COST, cost.usd());
    }

    /** US dollars from a decimal text, for example {@code "12.50"}. */
    public static BudgetAmount usd(String cost) {
        return usd(Money.parse(cost));
    }

    public static BudgetAmount tokens(long tokens) {
        return new BudgetAmount(BudgetMeasure.TOKENS, BigDecimal.valueOf(tokens));
    }

    public static BudgetAmount requests(long requests) {
        return new BudgetAmount(BudgetMeasure.REQUESTS, BigDecimal.valueOf(requests));
    }

    /** This as percentage of {@code whole}, rounded down, so that 79.999 % is never shown as the 80 % it has not reached. */
    public BigDecimal percentOf(BudgetAmount whole) {
        return value.multiply(HUNDRED).divide(whole.value, BudgetThreshold.PERCENT_SCALE, RoundingMode.FLOOR);
    }

    /** The shortest plain decimal, for example {@code 12.5}. */
    public String plain() {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** For example {@code 12.5 USD} or {@code 1200 tokens}. */
    @Override
    public String toString() {
        return plain() + " " + measure.unit();
    }
}
