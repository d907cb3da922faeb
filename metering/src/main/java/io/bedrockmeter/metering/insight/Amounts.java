package io.bedrockmeter.metering.insight;

import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Figures as texts. */
final class Amounts {

    private static final int SHARE_PLACES = 6;
    private static final int PERCENT_PLACES = 1;
    private static final int CENTS = 2;
    private static final int SMALL = 6;

    private Amounts() {}

    /** A share or ratio with six places, rounded half up; zero of nothing is zero. */
    static String share(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0
                ? BigDecimal.ZERO.setScale(SHARE_PLACES).toPlainString()
                : part.divide(whole, SHARE_PLACES, RoundingMode.HALF_UP).toPlainString();
    }

    /** For sentences: {@code 14.8 %}. */
    static String percent(BigDecimal part, BigDecimal whole) {
        if (whole.signum() == 0) {
            return "0 %";
        }
        return part.scaleByPowerOfTen(2)
                        .divide(whole, PERCENT_PLACES, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }

    /** For sentences: an amount in cents, below a dollar with six places. The exact amount is told beside the sentence. */
    static String usd(Money amount) {
        boolean small = amount.usd().abs().compareTo(BigDecimal.ONE) < 0;
        BigDecimal rounded = amount.usd().setScale(small ? SMALL : CENTS, RoundingMode.HALF_UP);
        return (small ? rounded.stripTrailingZeros() : rounded).toPlainString() + " USD";
    }

    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** A product of prices and quantities as money, rounded half up once. */
    static Money money(BigDecimal usd) {
        return Money.ofUsd(usd.setScale(Money.SCALE, RoundingMode.HALF_UP));
    }
}
