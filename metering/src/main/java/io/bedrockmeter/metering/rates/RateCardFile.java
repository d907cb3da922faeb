package io.bedrockmeter.metering.rates;

import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import java.util.Comparator;
import java.util.List;

/**
 * The content of one rate-card file: prices of one layer, in US dollars, and discounts, from one source.
 *
 * @param layer layer of every card
 * @param source where the prices were taken from
 * @param version version of that source
 * @param schedules one per model, ordered by model, their cards in {@link RateKey} order
 * @param discounts ordered by account, model and time; only files of layer {@link RateLayer#OVERRIDE} have any, because
 *     what a customer agreed is in no public list
 */
public record RateCardFile(
        RateLayer layer, String source, String version, List<RateSchedule> schedules, List<DiscountCard> discounts) {

    public RateCardFile {
        schedules = schedules.stream()
                .map(schedule -> new RateSchedule(schedule.model(), RateKey.sorted(schedule.cards())))
                .sorted(Comparator.comparing(RateSchedule::model))
                .toList();
        discounts = DiscountOrder.sorted(discounts);
        if (layer != RateLayer.OVERRIDE && !discounts.isEmpty()) {
            throw new IllegalArgumentException("discounts in a file of layer " + layer);
        }
        for (RateSchedule schedule : schedules) {
            for (RateCard card : schedule.cards()) {
                if (card.layer() != layer
                        || !card.source().equals(source)
                        || !card.version().equals(version)) {
                    throw new IllegalArgumentException("a card of " + schedule.model() + " is of layer " + card.layer()
                            + ", source " + card.source() + ", version " + card.version() + "; expected " + layer + ", "
                            + source + ", " + version);
                }
            }
        }
    }

    /** Prices only. */
    public RateCardFile(RateLayer layer, String source, String version, List<RateSchedule> schedules) {
        this(layer, source, version, schedules, List.of());
    }

    /** Whether the file decides which discounts its source grants. */
    boolean mayHoldDiscounts() {
        return layer == RateLayer.OVERRIDE;
    }
}
