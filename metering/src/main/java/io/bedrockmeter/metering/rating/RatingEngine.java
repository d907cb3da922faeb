package io.bedrockmeter.metering.rating;

import io.bedrockmeter.schemas.model.AppliedDiscount;
import io.bedrockmeter.schemas.model.Charge;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.Rating.Priced;
import io.bedrockmeter.schemas.model.Rating.Unpriced;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UnpricedReason;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Prices one invocation by the rate cards in force when it was made (docs/rate-cards.md, "Which price applies").
 *
 * <p>All or nothing: an invocation with a quantity that has no card is unpriced as a whole, never priced in part. There is
 * no fall back to another tier or scope, because that would be a guess.
 */
public final class RatingEngine {

    /** Capacity that is paid for by the hour; its tokens have no price of their own. */
    private static final String RESERVED_TIER = "reserved";

    private RatingEngine() {}

    /** The price, or why there is none. Never fails for quantities of zero or more. */
    public static Rating rate(RatingRequest request) {
        Unpriced notByTokens = notByTokens(request);
        if (notByTokens != null) {
            return notByTokens;
        }
        CompiledSchedule schedule = request.schedule().orElse(null);
        if (schedule == null || schedule.isEmpty()) {
            return new Unpriced(
                    UnpricedReason.UNKNOWN_MODEL,
                    request.baseModel().isEmpty()
                            ? "no model named"
                            : "no rate card for model " + shortened(request.baseModel()));
        }
        return rate(request, schedule);
    }

    private static Rating rate(RatingRequest request, CompiledSchedule schedule) {
        Quantities quantities = request.quantities();
        PriceTable table = schedule.table(request.scope(), request.region(), request.tier());
        long promptTokens = promptTokens(quantities);
        List<Charge> charges = new ArrayList<>(4);
        RateCard first = null;
        Optional<AppliedDiscount> discount = request.discount().map(AppliedDiscount::of);
        for (int i = 0; i < Unit.count(); i++) {
            Unit unit = Unit.at(i);
            long quantity = quantities.get(unit);
            if (quantity == 0) {
                continue;
            }
            RateCard card = table.find(unit, promptTokens, request.timestamp());
            if (card == null) {
                return noRate(request, table, promptTokens);
            }
            charges.add(charge(unit, quantity, card.usdPerUnit(), discount));
            first = first == null ? card : first;
        }
        return priced(
                request, schedule, first == null ? provenance(request, schedule, table) : first, charges, discount);
    }

    /** Both amounts come from the exact price and are rounded once: a discounted cost is not made of a rounded one. */
    private static Charge charge(Unit unit, long quantity, BigDecimal usdPerUnit, Optional<AppliedDiscount> discount) {
        Money listCost = Money.product(quantity, usdPerUnit);
        Money cost =
                discount.isPresent() ? Money.product(quantity, discount.get().off(usdPerUnit)) : listCost;
        return new Charge(unit, quantity, usdPerUnit, listCost, cost);
    }

    private static Money sum(List<Charge> charges, Function<Charge, Money> amount) {
        Money sum = Money.ZERO;
        for (int i = 0; i < charges.size(); i++) {
            Money next = amount.apply(charges.get(i));
            sum = i == 0 ? next : sum.plus(next);
        }
        return sum;
    }

    private static Priced priced(
            RatingRequest request,
            CompiledSchedule schedule,
            RateCard card,
            List<Charge> charges,
            Optional<AppliedDiscount> discount) {
        Money listCost = sum(charges, Charge::listCost);
        return new Priced(
                schedule.model(),
                request.scope(),
                request.tier(),
                request.tierAssumed(),
                !request.cacheTtlKnown() && request.quantities().cacheWriteTokens() != 0,
                card.layer(),
                card.source(),
                card.version(),
                charges,
                listCost,
                discount.isPresent() ? sum(charges, Charge::cost) : listCost,
                discount);
    }

    /** Which card a rating without charges names: what input would have cost, else the strongest of the model. */
    private static RateCard provenance(RatingRequest request, CompiledSchedule schedule, PriceTable table) {
        RateCard input = table.find(Unit.INPUT_TOKEN, 0, request.timestamp());
        return input != null ? input : schedule.strongest();
    }

    /** What decides about long-context prices: everything the model reads, from a cache or not. */
    private static long promptTokens(Quantities quantities) {
        return Math.addExact(
                Math.addExact(quantities.inputTokens(), quantities.cacheReadTokens()), quantities.cacheWriteTokens());
    }

    /** Resources whose calls are not billed by tokens, or whose model nobody told us. */
    private static @Nullable Unpriced notByTokens(RatingRequest request) {
        return switch (request.kind()) {
            case FOUNDATION_MODEL, SYSTEM_PROFILE -> null;
            case APPLICATION_PROFILE ->
                request.baseModel().isEmpty()
                        ? new Unpriced(UnpricedReason.UNKNOWN_PROFILE, "the profiles table does not name its model")
                        : null;
            case PROVISIONED_MODEL ->
                new Unpriced(UnpricedReason.PROVISIONED_THROUGHPUT, "provisioned throughput is billed by the hour");
            case CUSTOM_MODEL ->
                new Unpriced(UnpricedReason.CUSTOM_MODEL, "rate cards hold prices of base models only");
            case IMPORTED_MODEL ->
                new Unpriced(UnpricedReason.IMPORTED_MODEL, "imported models are billed by model-unit minutes");
            case PROMPT, PROMPT_ROUTER, ENDPOINT, UNKNOWN_RESOURCE ->
                new Unpriced(
                        UnpricedReason.UNRESOLVED_RESOURCE, "the record does not tell which model served the call");
        };
    }

    private static Unpriced noRate(RatingRequest request, PriceTable table, long promptTokens) {
        if (request.tier().equals(RESERVED_TIER)) {
            return new Unpriced(
                    UnpricedReason.PROVISIONED_THROUGHPUT,
                    "tier reserved is billed by the hour of reserved tokens per minute");
        }
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < Unit.count(); i++) {
            Unit unit = Unit.at(i);
            if (request.quantities().get(unit) != 0 && table.find(unit, promptTokens, request.timestamp()) == null) {
                missing.add(unit.fieldName());
            }
        }
        return new Unpriced(
                UnpricedReason.NO_RATE,
                "no rate for " + String.join(", ", missing) + " of " + shortened(request.baseModel()) + " in Region "
                        + shortened(request.region()) + ", tier " + shortened(request.tier()) + ", scope "
                        + request.scope().wireName() + " at " + request.timestamp());
    }

    /** Values of a record are quoted to this length at most: they come from callers. */
    private static String shortened(String value) {
        return value.length() <= 64 ? value : value.substring(0, 64) + "...";
    }
}
