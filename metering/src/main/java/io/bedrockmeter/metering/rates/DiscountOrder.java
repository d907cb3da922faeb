package io.bedrockmeter.metering.rates;

import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The order in which files and the topic hold discounts. */
final class DiscountOrder {

    private static final Comparator<DiscountCard> ORDER = Comparator.comparing(DiscountCard::account)
            .thenComparing(DiscountCard::model)
            .thenComparing(DiscountCard::effectiveFrom)
            .thenComparing(DiscountCard::source)
            .thenComparing(DiscountCard::version)
            .thenComparing(DiscountCard::percent)
            .thenComparing(card -> card.effectiveTo().orElse(Instant.MAX));

    private DiscountOrder() {}

    static List<DiscountCard> sorted(Collection<DiscountCard> cards) {
        return cards.stream().sorted(ORDER).toList();
    }

    /** One schedule for each account. */
    static Map<String, DiscountSchedule> byAccount(Collection<DiscountCard> cards) {
        Map<String, List<DiscountCard>> grouped = new TreeMap<>();
        sorted(cards)
                .forEach(card -> grouped.computeIfAbsent(card.account(), account -> new ArrayList<>())
                        .add(card));
        Map<String, DiscountSchedule> schedules = new TreeMap<>();
        grouped.forEach((account, own) -> schedules.put(account, new DiscountSchedule(account, own)));
        return schedules;
    }
}
