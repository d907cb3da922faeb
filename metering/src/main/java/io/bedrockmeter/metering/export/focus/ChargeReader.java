package io.bedrockmeter.metering.export.focus;

import io.bedrockmeter.metering.totals.CellId;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.Charge;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.money.Money;
import java.time.Instant;

/** Splits ledger entries into charges and adds them up. A request is counted at the first of its charges. */
final class ChargeReader {

    private final ChargeTotals totals;
    private final Windows windows;
    private final Granularity chargePeriod;
    private Money cost = Money.ZERO;
    private long withoutUsage;

    ChargeReader(ChargeTotals totals, Windows windows, Granularity chargePeriod) {
        this.totals = totals;
        this.windows = windows;
        this.chargePeriod = chargePeriod;
    }

    /** Cost of all entries so far. */
    Money cost() {
        return cost;
    }

    /** Requests that consumed nothing and so have no row: failed and blocked ones. */
    long withoutUsage() {
        return withoutUsage;
    }

    void accept(LedgerEntry entry) {
        Instant start = Instant.ofEpochMilli(
                windows.start(chargePeriod, entry.bookedAt().toEpochMilli()));
        byte[] cell = CellId.encode(entry.dimensions());
        cost = cost.plus(entry.rating().cost());
        int charges = entry.rating() instanceof Rating.Priced priced
                ? priced(entry, priced, start, cell)
                : unpriced(entry, (Rating.Unpriced) entry.rating(), start, cell);
        if (charges == 0) {
            withoutUsage += entry.sign();
        }
    }

    private int priced(LedgerEntry entry, Rating.Priced rating, Instant start, byte[] cell) {
        Money listLeft = rating.listCost();
        Money costLeft = rating.cost();
        int charges = 0;
        for (Charge charge : rating.charges()) {
            Meter meter = new Meter.Priced(
                    charge.unit(),
                    charge.usdPerUnit(),
                    rating.tierAssumed(),
                    rating.cacheTtlAssumed() && charge.unit() == Unit.CACHE_WRITE_5M_TOKEN,
                    rating.layer(),
                    rating.source(),
                    rating.version(),
                    rating.discount());
            long requests = charges++ == 0 ? entry.sign() : 0;
            totals.add(
                    ChargeKey.of(start, cell, meter),
                    new ChargeSum(charge.quantity(), requests, charge.listCost(), charge.cost()));
            listLeft = listLeft.minus(charge.listCost());
            costLeft = costLeft.minus(charge.cost());
        }
        if (listLeft.signum() != 0 || costLeft.signum() != 0) {
            totals.add(
                    ChargeKey.of(start, cell, new Meter.Adjustment()),
                    new ChargeSum(0, charges++ == 0 ? entry.sign() : 0, listLeft, costLeft));
        }
        return charges;
    }

    private int unpriced(LedgerEntry entry, Rating.Unpriced rating, Instant start, byte[] cell) {
        int charges = 0;
        for (int i = 0; i < Unit.count(); i++) {
            Unit unit = Unit.at(i);
            long quantity = entry.quantities().get(unit);
            if (quantity != 0) {
                long requests = charges++ == 0 ? entry.sign() : 0;
                totals.add(
                        ChargeKey.of(start, cell, new Meter.Unpriced(unit, rating.reason())),
                        new ChargeSum(quantity, requests, Money.ZERO, Money.ZERO));
            }
        }
        return charges;
    }
}
