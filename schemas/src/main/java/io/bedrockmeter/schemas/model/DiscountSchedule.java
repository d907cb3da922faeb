package io.bedrockmeter.schemas.model;

import java.util.List;

/**
 * All dated discounts of one account.
 *
 * @param account AWS account id, or {@link DiscountCard#ANY} for what holds for every account
 * @param discounts its discounts, of this account each
 */
public record DiscountSchedule(String account, List<DiscountCard> discounts) implements RateRecord {

    /** Begins the key of each schedule of discounts; no base model id has a slash. */
    public static final String KEY_PREFIX = "discounts/";

    public DiscountSchedule {
        discounts = List.copyOf(discounts);
    }

    /** {@code discounts/} and the account. */
    @Override
    public String key() {
        return KEY_PREFIX + account;
    }

    /** Whether a key of the rate-cards topic is that of discounts. */
    public static boolean isKey(String key) {
        return key.startsWith(KEY_PREFIX);
    }

    /** The account that a key names. */
    public static String accountOf(String key) {
        return key.substring(KEY_PREFIX.length());
    }
}
