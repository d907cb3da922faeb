package io.bedrockmeter.metering.rates;

import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Unit;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What a price is for, apart from the model and the time: at any instant one layer has at most one price per key. */
public record RateKey(RateLayer layer, Scope scope, String region, String tier, long minPromptTokens, Unit unit)
        implements Comparable<RateKey> {

    private static final Comparator<RateKey> ORDER = Comparator.comparing(RateKey::layer)
            .thenComparing(RateKey::scope)
            .thenComparing(RateKey::region)
            .thenComparing(RateKey::tier)
            .thenComparingLong(RateKey::minPromptTokens)
            .thenComparing(RateKey::unit);

    /** Total order of cards in files and on the topic: by key, then by time. */
    private static final Comparator<RateCard> CARD_ORDER = Comparator.comparing(RateKey::of)
            .thenComparing(RateCard::effectiveFrom)
            .thenComparing(RateCard::version)
            .thenComparing(RateCard::source)
            .thenComparing(RateCard::usdPerUnit)
            .thenComparing(card -> card.effectiveTo().orElse(Instant.MAX));

    public static RateKey of(RateCard card) {
        return new RateKey(card.layer(), card.scope(), card.region(), card.tier(), card.minPromptTokens(), card.unit());
    }

    /** The cards in the order in which schedules hold them. */
    public static List<RateCard> sorted(Collection<RateCard> cards) {
        return cards.stream().sorted(CARD_ORDER).toList();
    }

    @Override
    public int compareTo(RateKey other) {
        return ORDER.compare(this, other);
    }

    /** For readers, for example {@code regional us-* default inputTokens}. */
    @Override
    public String toString() {
        return scope.wireName() + " " + region + " " + tier + " " + unit.fieldName()
                + (minPromptTokens == 0 ? "" : " above " + minPromptTokens + " prompt tokens");
    }
}
