package io.bedrockmeter.metering.rates;

import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Merges rate cards into the table of all models. Merging is commutative, associative and idempotent: files may be imported
 * in any order, and twice.
 *
 * <p>Per {@link RateKey}, the newest publication is right from its own start on: it voids older cards that start at the same
 * time or later, and ends the one in force before. So history stays, and a correction replaces what it corrects.
 */
public final class RateCardMerge {

    /** Newest publication first, within one the latest start first; the rest only makes the order total. */
    private static final Comparator<RateCard> NEWEST_FIRST = Comparator.comparing(
                    RateCard::version, RateCardMerge::compareVersions)
            .thenComparing(RateCard::effectiveFrom)
            .thenComparing(RateCard::source)
            .thenComparing(RateCard::usdPerUnit)
            .thenComparing(card -> card.effectiveTo().orElse(Instant.MAX))
            .reversed();

    private RateCardMerge() {}

    /** The table with the imported cards; models without change are the same objects. Ordered by model. */
    public static Map<String, RateSchedule> merge(Map<String, RateSchedule> table, Collection<RateSchedule> imported) {
        Map<String, RateSchedule> merged = new TreeMap<>(table);
        for (RateSchedule schedule : imported) {
            RateSchedule known = merged.get(schedule.model());
            List<RateCard> cards = new ArrayList<>(schedule.cards());
            if (known != null) {
                cards.addAll(known.cards());
            }
            RateSchedule result = new RateSchedule(schedule.model(), resolve(cards));
            merged.put(schedule.model(), result.equals(known) ? known : result);
        }
        return merged;
    }

    /**
     * The table with the imported cards in place of all earlier ones of a layer and source: for sources that are edited
     * rather than published, where what is gone from the file shall be gone.
     */
    public static Map<String, RateSchedule> replace(
            Map<String, RateSchedule> table, RateLayer layer, String source, Collection<RateSchedule> imported) {
        Map<String, RateSchedule> rest = new TreeMap<>();
        table.forEach((model, schedule) -> {
            List<RateCard> kept = schedule.cards().stream()
                    .filter(card -> card.layer() != layer || !card.source().equals(source))
                    .toList();
            if (!kept.isEmpty()) {
                rest.put(model, new RateSchedule(model, kept));
            }
        });
        return merge(rest, imported);
    }

    /** Publications are numbered by their time: a longer number is a later one. Other versions compare as text. */
    static int compareVersions(String one, String other) {
        return isNumber(one) && isNumber(other)
                ? new BigInteger(one).compareTo(new BigInteger(other))
                : one.compareTo(other);
    }

    private static boolean isNumber(String version) {
        return !version.isEmpty() && version.length() <= 64 && version.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static List<RateCard> resolve(List<RateCard> cards) {
        Map<RateKey, List<RateCard>> byKey = new TreeMap<>();
        for (RateCard card : cards) {
            byKey.computeIfAbsent(RateKey.of(card), key -> new ArrayList<>(2)).add(card);
        }
        List<RateCard> resolved = new ArrayList<>(cards.size());
        byKey.values().forEach(rivals -> resolved.addAll(timeline(rivals)));
        return RateKey.sorted(resolved);
    }

    /** The cards of one key, none overlapping another. */
    private static List<RateCard> timeline(List<RateCard> rivals) {
        List<RateCard> newestFirst = new ArrayList<>(rivals);
        newestFirst.sort(NEWEST_FIRST);
        List<RateCard> kept = new ArrayList<>(rivals.size());
        Instant start = Instant.MAX;
        for (RateCard card : newestFirst) {
            if (card.effectiveFrom().isBefore(start)) {
                kept.add(start.equals(Instant.MAX) ? card : endingBy(card, start));
                start = card.effectiveFrom();
            }
        }
        return kept;
    }

    private static RateCard endingBy(RateCard card, Instant end) {
        if (card.effectiveTo().isPresent() && !card.effectiveTo().get().isAfter(end)) {
            return card;
        }
        return new RateCard(
                card.scope(),
                card.region(),
                card.tier(),
                card.unit(),
                card.minPromptTokens(),
                card.usdPerUnit(),
                card.effectiveFrom(),
                Optional.of(end),
                card.layer(),
                card.source(),
                card.version());
    }
}
