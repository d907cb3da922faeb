package io.bedrockmeter.metering.insight;

import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.util.Locale;

/** How much of all spend is at stake. */
public enum Severity {
    /** A tenth or more. */
    HIGH,
    /** A hundredth or more. */
    MEDIUM,
    /** Less. */
    LOW;

    private static final BigDecimal TENTH = new BigDecimal("0.1");
    private static final BigDecimal HUNDREDTH = new BigDecimal("0.01");

    static Severity of(Money stake, Money total) {
        if (stake.usd().compareTo(total.usd().multiply(TENTH)) >= 0) {
            return HIGH;
        }
        return stake.usd().compareTo(total.usd().multiply(HUNDREDTH)) >= 0 ? MEDIUM : LOW;
    }

    /** Name in answers. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
