package io.bedrockmeter.metering.rates;

import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import io.bedrockmeter.schemas.model.RateRecord;
import io.bedrockmeter.schemas.model.RateSchedule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rate-cards topic as a whole. Immutable.
 *
 * @param prices schedules by base model id, ordered
 * @param discounts schedules by account, ordered
 */
public record RateCardTable(Map<String, RateSchedule> prices, Map<String, DiscountSchedule> discounts) {

    public static final RateCardTable EMPTY = new RateCardTable(Map.of(), Map.of());

    public RateCardTable {
        prices = Collections.unmodifiableSortedMap(new TreeMap<>(prices));
        discounts = Collections.unmodifiableSortedMap(new TreeMap<>(discounts));
    }

    /** With imported prices, see {@link RateCardMerge#merge}. */
    public RateCardTable plus(Collection<RateSchedule> imported) {
        return new RateCardTable(RateCardMerge.merge(prices, imported), discounts);
    }

    /** With a file in place of the prices of its layer and source, and of all discounts of its source. */
    public RateCardTable with(RateCardFile file) {
        List<DiscountCard> kept = new ArrayList<>(file.discounts());
        for (DiscountSchedule schedule : discounts.values()) {
            for (DiscountCard card : schedule.discounts()) {
                if (!file.mayHoldDiscounts() || !card.source().equals(file.source())) {
                    kept.add(card);
                }
            }
        }
        return new RateCardTable(
                RateCardMerge.replace(prices, file.layer(), file.source(), file.schedules()),
                DiscountOrder.byAccount(kept));
    }

    /** Every record of the topic by its key. */
    SortedMap<String, RateRecord> records() {
        SortedMap<String, RateRecord> records = new TreeMap<>();
        prices.values().forEach(schedule -> records.put(schedule.key(), schedule));
        discounts.values().forEach(schedule -> records.put(schedule.key(), schedule));
        return records;
    }
}
