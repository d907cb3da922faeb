package io.bedrockmeter.schemas.model;

import io.bedrockmeter.schemas.money.Money;
import java.util.List;
import java.util.Optional;

/** The price of one invocation, or why it has none. */
public sealed interface Rating {

    /** Cost at list price; zero where unpriced. */
    Money listCost();

    /** Cost after discounts; zero where unpriced. */
    Money cost();

    /** Lines of the cost; empty where unpriced. */
    List<Charge> charges();

    /** The same with every amount and quantity negated. */
    Rating negate();

    /**
     * Priced by rate cards.
     *
     * @param model base model whose cards were used
     * @param scope scope of the cards
     * @param tier tier of the cards
     * @param tierAssumed whether no source named the tier, so the default was taken
     * @param cacheTtlAssumed whether cache writes were taken as 5 minutes because no source told
     * @param layer layer of the cards
     * @param source source of the cards
     * @param version version of that source
     * @param charges lines of the cost
     * @param listCost sum of the lines at list price
     * @param cost sum of the lines after discounts
     * @param discount what was taken off, empty where no discount was in force; its percent may be 0
     */
    record Priced(
            String model,
            Scope scope,
            String tier,
            boolean tierAssumed,
            boolean cacheTtlAssumed,
            RateLayer layer,
            String source,
            String version,
            List<Charge> charges,
            Money listCost,
            Money cost,
            Optional<AppliedDiscount> discount)
            implements Rating {

        public Priced {
            charges = List.copyOf(charges);
        }

        /** Without a discount in force. */
        public Priced(
                String model,
                Scope scope,
                String tier,
                boolean tierAssumed,
                boolean cacheTtlAssumed,
                RateLayer layer,
                String source,
                String version,
                List<Charge> charges,
                Money listCost,
                Money cost) {
            this(
                    model,
                    scope,
                    tier,
                    tierAssumed,
                    cacheTtlAssumed,
                    layer,
                    source,
                    version,
                    charges,
                    listCost,
                    cost,
                    Optional.empty());
        }

        @Override
        public Rating negate() {
            return new Priced(
                    model,
                    scope,
                    tier,
                    tierAssumed,
                    cacheTtlAssumed,
                    layer,
                    source,
                    version,
                    charges.stream().map(Charge::negate).toList(),
                    listCost.negate(),
                    cost.negate(),
                    discount);
        }
    }

    /** Metered but not priced. */
    record Unpriced(UnpricedReason reason, String detail) implements Rating {

        @Override
        public Money listCost() {
            return Money.ZERO;
        }

        @Override
        public Money cost() {
            return Money.ZERO;
        }

        @Override
        public List<Charge> charges() {
            return List.of();
        }

        @Override
        public Rating negate() {
            return this;
        }
    }
}
