package io.bedrockmeter.metering.rates;

import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateSchedule;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two tables of rate cards.
 *
 * @param changes one line per price that differs, ordered by model, key and time
 * @param discounts one line per discount that differs, ordered by account, model and time
 */
public record RateCardDiff(List<Change> changes, List<DiscountChange> discounts) {

    /** What happened to a card. */
    public enum Kind {
        ADDED,
        REMOVED,
        /** Another price or percentage. */
        REPRICED,
        /** The same price or percentage with another end, source or version. */
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

    /**
     * One discount that differs.
     *
     * @param before as it was, empty when added
     * @param after as it is, empty when removed
     */
    public record DiscountChange(Kind kind, Optional<DiscountCard> before, Optional<DiscountCard> after) {

        /** The discount as it is, or was when it is gone. */
        public DiscountCard card() {
            return after.or(() -> before).orElseThrow();
        }
    }

    /** Several sources may state a discount for the same account, model and start. */
    private record DiscountStart(String account, String model, Instant from, String source)
            implements Comparable<DiscountStart> {
        private static final Comparator<DiscountStart> ORDER = Comparator.comparing(DiscountStart::account)
                .thenComparing(DiscountStart::model)
                .thenComparing(DiscountStart::from)
                .thenComparing(DiscountStart::source);

        @Override
        public int compareTo(DiscountStart other) {
            return ORDER.compare(this, other);
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
        discounts = List.copyOf(discounts);
    }

    /** What turns one table into the other. */
    public static RateCardDiff between(RateCardTable before, RateCardTable after) {
        List<Change> changes = new ArrayList<>();
        TreeSet<String> models = new TreeSet<>(before.prices().keySet());
        models.addAll(after.prices().keySet());
        for (String model : models) {
            compare(
                    cards(before.prices().get(model)),
                    cards(after.prices().get(model)),
                    RateCard::usdPerUnit,
                    (kind, old, now) -> changes.add(new Change(kind, model, old, now)));
        }
        List<DiscountChange> discounts = new ArrayList<>();
        compare(
                discounts(before),
                discounts(after),
                DiscountCard::percent,
                (kind, old, now) -> discounts.add(new DiscountChange(kind, old, now)));
        return new RateCardDiff(changes, discounts);
    }

    public boolean isEmpty() {
        return changes.isEmpty() && discounts.isEmpty();
    }

    /** How many prices changed in one way. */
    public long count(Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).count();
    }

    /** How many discounts changed in one way. */
    public long countDiscounts(Kind kind) {
        return discounts.stream().filter(change -> change.kind() == kind).count();
    }

    private interface Sink<C> {
        void differs(Kind kind, Optional<C> before, Optional<C> after);
    }

    private static <K extends Comparable<K>, C> void compare(
            SortedMap<K, C> before, SortedMap<K, C> after, Function<C, BigDecimal> amount, Sink<C> sink) {
        TreeSet<K> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (K key : keys) {
            Optional<C> old = Optional.ofNullable(before.get(key));
            Optional<C> now = Optional.ofNullable(after.get(key));
            if (!old.equals(now)) {
                sink.differs(kind(old.map(amount), now.map(amount)), old, now);
            }
        }
    }

    private static Kind kind(Optional<BigDecimal> before, Optional<BigDecimal> after) {
        if (before.isEmpty()) {
            return Kind.ADDED;
        }
        if (after.isEmpty()) {
            return Kind.REMOVED;
        }
        return before.get().compareTo(after.get()) == 0 ? Kind.RESTATED : Kind.REPRICED;
    }

    private static SortedMap<Start, RateCard> cards(@Nullable RateSchedule schedule) {
        SortedMap<Start, RateCard> cards = new TreeMap<>();
        if (schedule != null) {
            schedule.cards().forEach(card -> cards.put(new Start(RateKey.of(card), card.effectiveFrom()), card));
        }
        return cards;
    }

    private static SortedMap<DiscountStart, DiscountCard> discounts(RateCardTable table) {
        SortedMap<DiscountStart, DiscountCard> cards = new TreeMap<>();
        table.discounts()
                .values()
                .forEach(schedule -> schedule.discounts()
                        .forEach(card -> cards.put(
                                new DiscountStart(card.account(), card.model(), card.effectiveFrom(), card.source()),
                                card)));
        return cards;
    }
}
