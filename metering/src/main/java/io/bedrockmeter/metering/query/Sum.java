package io.bedrockmeter.metering.query;

import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigInteger;

/** {@link Totals} that grow in place: rows are many and groups are few. Exact like them. Not thread-safe. */
public final class Sum {

    private long requests;
    private long errors;
    private long unpriced;
    private long unattributed;
    private final long[] quantities = new long[Unit.count()];
    private final Picos listCost = new Picos();
    private final Picos cost = new Picos();

    /** Of some totals. */
    public static Sum of(Totals totals) {
        Sum sum = new Sum();
        sum.add(totals);
        return sum;
    }

    /** Adds; {@link ArithmeticException} when a count leaves the range of a long. */
    public void add(Totals totals) {
        requests = Math.addExact(requests, totals.requests());
        errors = Math.addExact(errors, totals.errors());
        unpriced = Math.addExact(unpriced, totals.unpriced());
        unattributed = Math.addExact(unattributed, totals.unattributed());
        Quantities more = totals.quantities();
        for (int i = 0; i < quantities.length; i++) {
            quantities[i] = Math.addExact(quantities[i], more.get(Unit.at(i)));
        }
        listCost.add(totals.listCost());
        cost.add(totals.cost());
    }

    /** The sums so far. */
    public Totals totals() {
        Quantities.Builder sums = Quantities.builder();
        for (int i = 0; i < quantities.length; i++) {
            sums.set(Unit.at(i), quantities[i]);
        }
        return new Totals(requests, errors, unpriced, unattributed, sums.build(), listCost.money(), cost.money());
    }

    /** Money in a long as long as it fits. */
    private static final class Picos {
        private long low;
        private BigInteger rest = BigInteger.ZERO;

        void add(Money money) {
            BigInteger picos = money.picos();
            if (picos.bitLength() >= Long.SIZE) {
                rest = rest.add(picos);
                return;
            }
            long more = picos.longValue();
            long sum = low + more;
            if (((low ^ sum) & (more ^ sum)) < 0) {
                rest = rest.add(BigInteger.valueOf(low));
                low = more;
            } else {
                low = sum;
            }
        }

        Money money() {
            return rest.signum() == 0 ? Money.ofPicos(low) : Money.ofPicos(rest.add(BigInteger.valueOf(low)));
        }
    }
}
