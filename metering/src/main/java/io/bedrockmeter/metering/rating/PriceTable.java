package io.bedrockmeter.metering.rating;

import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cards of one model that may hold for one scope, source Region and tier: per unit, strongest first. The first that is
 * in force at the time of the call, and whose prompt length the call exceeds, is the price.
 */
final class PriceTable {

    private static final RateCard[] NO_CARDS = {};

    private final RateCard[][] byUnit;

    private PriceTable(RateCard[][] byUnit) {
        this.byUnit = byUnit;
    }

    static PriceTable of(List<RateCard> cards, Scope scope, String region, String tier) {
        RateCard[][] byUnit = new RateCard[Unit.count()][];
        for (int i = 0; i < byUnit.length; i++) {
            Unit unit = Unit.at(i);
            List<RateCard> fitting = new ArrayList<>();
            for (RateCard card : cards) {
                if (card.unit() == unit
                        && card.scope() == scope
                        && card.tier().equals(tier)
                        && RegionPattern.specificity(card.region(), region) != RegionPattern.NO_MATCH) {
                    fitting.add(card);
                }
            }
            fitting.sort(strongestFirst(region));
            byUnit[i] = fitting.isEmpty() ? NO_CARDS : fitting.toArray(NO_CARDS);
        }
        return new PriceTable(byUnit);
    }

    /** The price of a unit for a call with so many prompt tokens at that time, null when there is none. */
    @Nullable RateCard find(Unit unit, long promptTokens, Instant time) {
        for (RateCard card : byUnit[unit.ordinal()]) {
            boolean longEnough = card.minPromptTokens() == 0 || promptTokens > card.minPromptTokens();
            if (longEnough && card.holdsAt(time)) {
                return card;
            }
        }
        return null;
    }

    /**
     * Layer before prompt length: whoever sets a price of their own replaces all weaker prices of the unit. Prompt length
     * before Region: a long prompt costs more wherever it is sent from. The rest only makes the order total, so that a
     * schedule with contradictions is still rated the same way everywhere.
     */
    private static Comparator<RateCard> strongestFirst(String region) {
        return Comparator.comparing(RateCard::layer)
                .thenComparingLong(RateCard::minPromptTokens)
                .thenComparingInt(card -> RegionPattern.specificity(card.region(), region))
                .thenComparing(RateCard::effectiveFrom)
                .thenComparing(RateCard::version)
                .thenComparing(RateCard::usdPerUnit)
                .reversed();
    }
}
