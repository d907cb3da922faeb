package io.bedrockmeter.metering.export.focus;

import io.bedrockmeter.schemas.money.Money;

/**
 * Signed sums of one row.
 *
 * @param quantity units consumed
 * @param requests requests counted at this row; each request is counted at one row only
 */
record ChargeSum(long quantity, long requests, Money listCost, Money cost) {

    /** The sum; {@link ArithmeticException} when a count leaves the range of a long. */
    ChargeSum plus(ChargeSum other) {
        return new ChargeSum(
                Math.addExact(quantity, other.quantity),
                Math.addExact(requests, other.requests),
                listCost.plus(other.listCost),
                cost.plus(other.cost));
    }

    /** Whether nothing is left of it: entered and taken back. */
    boolean isZero() {
        return quantity == 0 && listCost.signum() == 0 && cost.signum() == 0;
    }
}
