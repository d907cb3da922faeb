package io.bedrockmeter.metering.rerate;

import io.bedrockmeter.metering.request.ClosedMonths;
import io.bedrockmeter.schemas.model.Adjustment;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.money.Money;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds up adjustments. Memory: one difference per tag value. Not thread-safe. */
final class Tally {

    private final ClosedMonths closed;
    private final SortedMap<String, SortedMap<String, Difference>> byTag = new TreeMap<>();
    private final SortedMap<String, Long> byVersion = new TreeMap<>();
    private Difference whole = Difference.NONE;
    private Money bookedToPresent = Money.ZERO;
    private long examined;
    private long newlyPriced;
    private long newlyUnpriced;

    Tally(ClosedMonths closed) {
        this.closed = closed;
    }

    /** One more request was looked at. */
    void examined() {
        examined++;
    }

    void add(Adjustment adjustment) {
        Rating before = adjustment.replaced().rating();
        Rating after = adjustment.rating();
        Difference one = new Difference(1, before.cost(), after.cost());
        whole = whole.plus(one);
        adjustment
                .replaced()
                .dimensions()
                .tags()
                .forEach((key, value) ->
                        byTag.computeIfAbsent(key, none -> new TreeMap<>()).merge(value, one, Difference::plus));
        if (after instanceof Rating.Priced priced) {
            byVersion.merge(cards(priced), 1L, Math::addExact);
            newlyPriced += before instanceof Rating.Unpriced ? 1 : 0;
        } else if (before instanceof Rating.Priced) {
            newlyUnpriced++;
        }
        if (closed.contain(adjustment.replaced().bookedAt(), adjustment.madeAt().toEpochMilli())) {
            bookedToPresent = bookedToPresent.plus(one.change());
        }
    }

    private static String cards(Rating.Priced priced) {
        return priced.source() + " " + priced.version()
                + priced.discount()
                        .map(discount -> " less " + discount + " by " + discount.source() + " " + discount.version())
                        .orElse("");
    }

    RerateSummary summary(RerateRequest request) {
        return new RerateSummary(
                request.id(), examined, whole, byTag, newlyPriced, newlyUnpriced, byVersion, bookedToPresent);
    }
}
