package io.bedrockmeter.schemas.model;

import io.bedrockmeter.schemas.money.Money;

/**
 * Sums over the requests of a cell, tag value or group.
 *
 * @param requests distinct requests, failed and blocked ones included
 * @param errors of these, failed ones
 * @param unpriced of these, ones without a price
 * @param unattributed of these, ones for which no source gave any taxonomy tag
 * @param quantities what was consumed
 * @param listCost cost at list price
 * @param cost cost after discounts
 */
public record Totals(
        long requests,
        long errors,
        long unpriced,
        long unattributed,
        Quantities quantities,
        Money listCost,
        Money cost) {

    public static final Totals ZERO = new Totals(0, 0, 0, 0, Quantities.NONE, Money.ZERO, Money.ZERO);

    public Totals plus(Totals other) {
        return new Totals(
                Math.addExact(requests, other.requests),
                Math.addExact(errors, other.errors),
                Math.addExact(unpriced, other.unpriced),
                Math.addExact(unattributed, other.unattributed),
                quantities.plus(other.quantities),
                listCost.plus(other.listCost),
                cost.plus(other.cost));
    }
}
