package io.bedrockmeter.metering.rerate;

import io.bedrockmeter.metering.rating.DiscountTable;
import io.bedrockmeter.metering.rating.RateTable;
import io.bedrockmeter.metering.rating.RatingEngine;
import io.bedrockmeter.metering.rating.RatingRequest;
import io.bedrockmeter.schemas.model.Adjustment;
import io.bedrockmeter.schemas.model.Charge;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.ModelIdentity;
import io.bedrockmeter.schemas.model.ModelIdentity.Kind;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Unit;
import java.util.List;
import java.util.Optional;

/** Prices ledger entries by other rate cards and discounts. Tags, model, scope, tier and quantities stay as entered. */
final class Repricing {

    private final RateTable rates;
    private final DiscountTable discounts;

    Repricing(RateTable rates, DiscountTable discounts) {
        this.rates = rates;
        this.discounts = discounts;
    }

    /** What to enter so that the entry has the price of now; empty where it has it. */
    Optional<Adjustment> adjustment(LedgerEntry inForce, RerateRequest request) {
        Rating now = rate(inForce);
        return samePrice(inForce.rating(), now)
                ? Optional.empty()
                : Optional.of(new Adjustment(request.id(), request.asOf(), request.reason(), inForce, now));
    }

    private Rating rate(LedgerEntry entry) {
        Dimensions where = entry.dimensions();
        Kind kind = ModelIdentity.of(where.modelAsCalled()).kind();
        String baseModel = baseModel(kind, where);
        return RatingEngine.rate(new RatingRequest(
                kind,
                baseModel,
                where.scope().equals(Scope.GLOBAL.wireName()) ? Scope.GLOBAL : Scope.REGIONAL,
                known(where.region()),
                where.tier(),
                tierAssumed(entry),
                entry.timestamp(),
                entry.quantities(),
                cacheTtlKnown(entry),
                baseModel.isEmpty() ? Optional.empty() : rates.find(baseModel),
                baseModel.isEmpty()
                        ? Optional.empty()
                        : discounts.find(known(where.account()), baseModel, entry.timestamp())));
    }

    private static String known(String dimension) {
        return dimension.equals(Dimensions.UNKNOWN) ? "" : dimension;
    }

    /** A call whose model nobody could tell is entered under what was called. */
    private static String baseModel(Kind kind, Dimensions where) {
        boolean untold = kind != Kind.FOUNDATION_MODEL
                && kind != Kind.SYSTEM_PROFILE
                && where.model().equals(where.modelAsCalled());
        return untold ? "" : where.model();
    }

    /** An entry without a price does not tell; the default tier is then taken as assumed. */
    private static boolean tierAssumed(LedgerEntry entry) {
        return entry.rating() instanceof Rating.Priced priced
                ? priced.tierAssumed()
                : entry.dimensions().tier().equals(RateCard.DEFAULT_TIER);
    }

    /** An entry without a price does not tell; writes for one hour can only be known, all others are taken as assumed. */
    private static boolean cacheTtlKnown(LedgerEntry entry) {
        return entry.rating() instanceof Rating.Priced priced
                ? !priced.cacheTtlAssumed()
                : entry.quantities().get(Unit.CACHE_WRITE_1H_TOKEN) != 0;
    }

    /** Whether nothing changes but where the price was taken from. */
    private static boolean samePrice(Rating before, Rating now) {
        if (before instanceof Rating.Unpriced was && now instanceof Rating.Unpriced is) {
            return was.reason() == is.reason();
        }
        return before instanceof Rating.Priced
                && now instanceof Rating.Priced
                && before.cost().equals(now.cost())
                && before.listCost().equals(now.listCost())
                && sameCharges(before.charges(), now.charges());
    }

    private static boolean sameCharges(List<Charge> before, List<Charge> now) {
        if (before.size() != now.size()) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            Charge was = before.get(i);
            Charge is = now.get(i);
            if (was.unit() != is.unit()
                    || was.quantity() != is.quantity()
                    || was.usdPerUnit().compareTo(is.usdPerUnit()) != 0
                    || !was.cost().equals(is.cost())
                    || !was.listCost().equals(is.listCost())) {
                return false;
            }
        }
        return true;
    }
}
