package io.bedrockmeter.metering.rates;

import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateSchedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two tables of rate cards, ordered by model, key and time.
 *
 * @param changes one line per card that differs
 */
public record RateCardDiff(List<Change> changes) {

    /** What happened to a card. */
    public enum Kind {
        ADDED,
        REMOVED,
        /** Another price. */
        REPRICED,
        /** The same price with another end, source or version. */
        RESTATED
    }

    /**
     * One card that differs.
     *
     * @param before the card as it was, empty when added
     * @param after the card as it is, empty when removed
     */
    public record Change(Kind kind, String model, Optional<RateCard> before, Optional<RateCard> after) {

        /** The card as it is, or was when it is gone. */
        public RateCard card() {
            return after.or(() -> before).orElseThrow();
        }
    }

    private record Start(RateKey key, Instant from) implements Comparable<Start> {
        @Override
        public int compareTo(Start other) {
            int byKey = key.compareTo(other.key);
            return byKey != 0 ? byKey : from.compareTo(other.from);
        }
    }

    public RateCardDiff {
        changes = List.copyOf(changes);
    }

    /** What turns one table into the other. */
    public static RateCardDiff between(Map<String, RateSchedule> before, Map<String, RateSchedule> after) {
        TreeSet<String> models = new TreeSet<>(before.keySet());
        models.addAll(after.keySet());
        List<Change> changes = new ArrayList<>();
        for (String model : models) {
            compare(model, cards(before.get(model)), cards(after.get(model)), changes);
        }
        return new RateCardDiff(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** How many cards changed in one way. */
    public long count(Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).count();
    }

    private static void compare(
            String model, SortedMap<Start, RateCard> before, SortedMap<Start, RateCard> after, List<Change> changes) {
        TreeSet<Start> starts = new TreeSet<>(before.keySet());
        starts.addAll(after.keySet());
        for (Start start : starts) {
            Optional<RateCard> old = Optional.ofNullable(before.get(start));
            Optional<RateCard> now = Optional.ofNullable(after.get(start));
            if (!old.equals(now)) {
                changes.add(new Change(kind(old, now), model, old, now));
            }
        }
    }

    private static Kind kind(Optional<RateCard> before, Optional<RateCard> after) {
        if (before.isEmpty()) {
            return Kind.ADDED;
        }
        if (after.isEmpty()) {
            return Kind.REMOVED;
        }
        return before.get().usdPerUnit().compareTo(after.get().usdPerUnit()) == 0 ? Kind.RESTATED : Kind.REPRICED;
    }

    private static SortedMap<Start, RateCard> cards(@Nullable RateSchedule schedule) {
        SortedMap<Start, RateCard> cards = new TreeMap<>();
        if (schedule != null) {
            schedule.cards().forEach(card -> cards.put(new Start(RateKey.of(card), card.effectiveFrom()), card));
        }
        return cards;
    }
}
