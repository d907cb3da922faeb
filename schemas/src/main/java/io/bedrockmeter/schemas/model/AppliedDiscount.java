package io.bedrockmeter.schemas.model;

import java.math.BigDecimal;

/**
 * Which discount made a cost: what of a {@link DiscountCard} a reader needs.
 *
 * @param percent what was taken off each list price, 0 to 100
 * @param account account it is for, or {@link DiscountCard#ANY}
 * @param model base model it is for, or {@link DiscountCard#ANY}
 * @param source where it was agreed
 * @param version version of that source
 */
public record AppliedDiscount(BigDecimal percent, String account, String model, String source, String version) {

    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    public static AppliedDiscount of(DiscountCard card) {
        return new AppliedDiscount(card.percent(), card.account(), card.model(), card.source(), card.version());
    }

    /** What is left of an amount, exactly. */
    public BigDecimal off(BigDecimal usd) {
        return usd.multiply(WHOLE.subtract(percent)).movePointLeft(2);
    }

    /** For readers, for example {@code 12.5 % for account 111122223333}. */
    @Override
    public String toString() {
        return percent.toPlainString() + " % for " + scope(account, model);
    }

    /** What a discount is for, in words. */
    public static String scope(String account, String model) {
        String who = account.equals(DiscountCard.ANY) ? "" : "account " + account;
        String what = model.equals(DiscountCard.ANY) ? "" : "model " + model;
        if (who.isEmpty() && what.isEmpty()) {
            return "everything";
        }
        return who + (who.isEmpty() || what.isEmpty() ? "" : " and ") + what;
    }
}
