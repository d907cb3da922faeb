package io.bedrockmeter.metering.export.focus;

import io.bedrockmeter.schemas.model.AppliedDiscount;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UnpricedReason;
import java.math.BigDecimal;
import java.util.Optional;

/** What a charge counts and at which rate: together with a cell and a charge period the identity of a FOCUS row. */
sealed interface Meter {

    /** What is counted; empty for {@link Adjustment}. */
    Optional<Unit> unit();

    /**
     * Usage at a rate.
     *
     * @param usdPerUnit list price of one unit
     * @param tierAssumed whether no source named the tier
     * @param cacheTtlAssumed whether these are cache writes taken as 5 minutes because no source told
     * @param discount what was taken off the list price, empty where no discount was in force
     */
    record Priced(
            Unit counted,
            BigDecimal usdPerUnit,
            boolean tierAssumed,
            boolean cacheTtlAssumed,
            RateLayer layer,
            String source,
            String version,
            Optional<AppliedDiscount> discount)
            implements Meter {

        /** Rates that are the same number are the same rate, however many zeros they were written with. */
        public Priced {
            usdPerUnit = usdPerUnit.signum() == 0 ? BigDecimal.ZERO : usdPerUnit.stripTrailingZeros();
        }

        @Override
        public Optional<Unit> unit() {
            return Optional.of(counted);
        }

        /** The price of one unit after the discount, exactly. */
        BigDecimal contractedUsdPerUnit() {
            return discount.map(applied -> applied.off(usdPerUnit)).orElse(usdPerUnit);
        }
    }

    /** Usage without a price. */
    record Unpriced(Unit counted, UnpricedReason reason) implements Meter {

        @Override
        public Optional<Unit> unit() {
            return Optional.of(counted);
        }
    }

    /** What the charges of entries leave over to their cost; the rating engine makes none. */
    record Adjustment() implements Meter {

        @Override
        public Optional<Unit> unit() {
            return Optional.empty();
        }
    }
}
