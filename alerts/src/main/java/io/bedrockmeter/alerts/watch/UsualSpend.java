package io.bedrockmeter.alerts.watch;

import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * What is usually spent: the median and the median distance from it (MAD), exact. Both stay where they are when fewer than half
 * of the amounts are wild.
 *
 * @param median US dollars
 * @param spread US dollars
 */
public record UsualSpend(BigDecimal median, BigDecimal spread) {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** Of amounts, at least one. */
    static UsualSpend of(List<Money> amounts) {
        List<BigDecimal> values = new ArrayList<>(amounts.size());
        amounts.forEach(amount -> values.add(amount.usd()));
        BigDecimal median = median(values);
        values.replaceAll(value -> value.subtract(median).abs());
        return new UsualSpend(median, median(values));
    }

    /** The most that is usual of a window, rounded half up to twelve decimal places. */
    public Money bound(AnomalyWindow window, AnomalyRules rules) {
        BigDecimal distance = spread.max(median.multiply(window.leastSpread())).multiply(rules.sensitivity());
        return Money.ofUsd(median.add(distance.max(rules.minimum().usd())).setScale(Money.SCALE, RoundingMode.HALF_UP));
    }

    /** The median, rounded half up to twelve decimal places. */
    public BigDecimal roundedMedian() {
        return median.setScale(Money.SCALE, RoundingMode.HALF_UP);
    }

    /** The spread, rounded half up to twelve decimal places. */
    public BigDecimal roundedSpread() {
        return spread.setScale(Money.SCALE, RoundingMode.HALF_UP);
    }

    private static BigDecimal median(List<BigDecimal> values) {
        List<BigDecimal> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).add(sorted.get(middle)).divide(TWO);
    }
}
