package io.bedrockmeter.metering.rerate;

import io.bedrockmeter.schemas.money.Money;

/**
 * What a rerate changes for a group of requests, after discounts.
 *
 * @param requests requests whose price changes
 * @param before what they cost until now
 * @param after what they cost then
 */
public record Difference(long requests, Money before, Money after) {

    static final Difference NONE = new Difference(0, Money.ZERO, Money.ZERO);

    /** Positive where it gets dearer. */
    public Money change() {
        return after.minus(before);
    }

    Difference plus(Difference other) {
        return new Difference(
                Math.addExact(requests, other.requests), before.plus(other.before), after.plus(other.after));
    }
}
