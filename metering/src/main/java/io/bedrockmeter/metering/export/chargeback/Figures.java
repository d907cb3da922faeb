package io.bedrockmeter.metering.export.chargeback;

import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;

/** Figures as people read them. */
final class Figures {

    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Figures() {}

    /** Dollars to the cent, half to even; an amount that is less than a cent but not nothing says so. */
    static String dollars(Money amount) {
        BigDecimal usd = amount.usd();
        if (usd.signum() > 0 && usd.compareTo(CENT) < 0) {
            return "< 0.01";
        }
        return format("#,##0.00", usd);
    }

    static String count(long number) {
        return format("#,##0", BigDecimal.valueOf(number));
    }

    /** The part as a percentage of the whole, to a hundredth of a percent; empty where the whole is nothing. */
    static Optional<BigDecimal> share(Money part, Money whole) {
        return whole.signum() == 0
                ? Optional.empty()
                : Optional.of(part.usd().multiply(HUNDRED).divide(whole.usd(), 2, RoundingMode.HALF_EVEN));
    }

    private static String format(String pattern, BigDecimal number) {
        DecimalFormat format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_EVEN);
        return format.format(number);
    }
}
