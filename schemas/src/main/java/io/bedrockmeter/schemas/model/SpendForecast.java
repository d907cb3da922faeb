package io.bedrockmeter.schemas.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a budget is expected to have used when its period ends. An estimate: unlike what is spent it is not exact.
 *
 * @param expected the most likely amount in the budget's measure, two decimal places
 * @param low not less than this in nine of ten cases
 * @param high not more than this in nine of ten cases
 */
public record SpendForecast(BigDecimal expected, BigDecimal low, BigDecimal high) {

    /** Decimal places of an estimate. */
    public static final int SCALE = 2;

    public SpendForecast {
        expected = expected.setScale(SCALE, RoundingMode.HALF_EVEN);
        low = low.setScale(SCALE, RoundingMode.HALF_EVEN);
        high = high.setScale(SCALE, RoundingMode.HALF_EVEN);
    }
}
