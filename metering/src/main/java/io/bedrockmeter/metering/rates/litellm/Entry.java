package io.bedrockmeter.metering.rates.litellm;

import java.math.BigDecimal;
import java.util.Map;

/**
 * The prices of one key of the file.
 *
 * @param key the key, for messages
 * @param prices price of one unit by what it is for
 */
record Entry(String key, Map<PriceField, BigDecimal> prices) {

    Entry {
        prices = Map.copyOf(prices);
    }

    /** Whether every price that both have is the same, and they have one in common. */
    boolean agreesWith(Entry other) {
        boolean common = false;
        for (Map.Entry<PriceField, BigDecimal> price : prices.entrySet()) {
            BigDecimal theirs = other.prices.get(price.getKey());
            if (theirs != null && theirs.compareTo(price.getValue()) != 0) {
                return false;
            }
            common |= theirs != null;
        }
        return common;
    }

    /** Whether some price is higher than in the other. */
    boolean dearerThan(Entry other) {
        for (Map.Entry<PriceField, BigDecimal> price : prices.entrySet()) {
            BigDecimal theirs = other.prices.get(price.getKey());
            if (theirs != null && price.getValue().compareTo(theirs) > 0) {
                return true;
            }
        }
        return false;
    }
}
