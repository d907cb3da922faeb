package io.bedrockmeter.metering.rating;

import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The discounts of all accounts (docs/rate-cards.md, "Discounts"). The first of these scopes that has one in force decides:
 * account and model, account, model, everything. Thread-safe: one writer and many readers need no lock.
 */
public final class DiscountTable {

    /** The later start first, as with prices; the rest only makes the order total. */
    private static final Comparator<DiscountCard> STRONGEST_FIRST = Comparator.comparing(DiscountCard::effectiveFrom)
            .thenComparing(DiscountCard::version)
            .thenComparing(DiscountCard::source)
            .thenComparing(DiscountCard::percent)
            .reversed();

    private final Map<String, Map<String, List<DiscountCard>>> byAccountAndModel = new ConcurrentHashMap<>();

    /** A table of these schedules. */
    public static DiscountTable of(Collection<DiscountSchedule> schedules) {
        DiscountTable table = new DiscountTable();
        schedules.forEach(table::put);
        return table;
    }

    /** Adds an account or replaces all of its discounts. */
    public void put(DiscountSchedule schedule) {
        Map<String, List<DiscountCard>> byModel = new HashMap<>();
        schedule.discounts()
                .forEach(card -> byModel.computeIfAbsent(card.model(), model -> new ArrayList<>(1))
                        .add(card));
        byModel.values().forEach(cards -> cards.sort(STRONGEST_FIRST));
        byAccountAndModel.put(schedule.account(), byModel);
    }

    /** Forgets an account. */
    public void remove(String account) {
        byAccountAndModel.remove(account);
    }

    /**
     * The discount of a call, empty when none is in force.
     *
     * @param account account of the caller, empty where unknown
     * @param model base model id
     */
    public Optional<DiscountCard> find(String account, String model, Instant time) {
        Optional<DiscountCard> own = ofAccount(account, model, time);
        return own.isPresent() ? own : ofAccount(DiscountCard.ANY, model, time);
    }

    private Optional<DiscountCard> ofAccount(String account, String model, Instant time) {
        Map<String, List<DiscountCard>> byModel = byAccountAndModel.get(account);
        if (byModel == null) {
            return Optional.empty();
        }
        Optional<DiscountCard> ofModel = first(byModel.getOrDefault(model, List.of()), time);
        return ofModel.isPresent() ? ofModel : first(byModel.getOrDefault(DiscountCard.ANY, List.of()), time);
    }

    private static Optional<DiscountCard> first(List<DiscountCard> strongestFirst, Instant time) {
        for (DiscountCard card : strongestFirst) {
            if (card.holdsAt(time)) {
                return Optional.of(card);
            }
        }
        return Optional.empty();
    }
}
