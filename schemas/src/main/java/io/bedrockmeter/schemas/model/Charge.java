package io.bedrockmeter.schemas.model;

import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;

/**
 * One line of a cost: quantity times rate.
 *
 * @param unit what is counted
 * @param quantity how much; negative in a reversal
 * @param usdPerUnit list price of one unit in US dollars
 * @param listCost quantity x list price, rounded half up to twelve places
 * @param cost what is charged after discounts
 */
public record Charge(Unit unit, long quantity, BigDecimal usdPerUnit, Money listCost, Money cost) {

    public Charge negate() {
        return new Charge(unit, Math.negateExact(quantity), usdPerUnit, listCost.negate(), cost.negate());
    }
}
