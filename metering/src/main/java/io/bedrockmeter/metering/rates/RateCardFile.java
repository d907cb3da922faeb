package io.bedrockmeter.metering.rates;

import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import java.util.Comparator;
import java.util.List;

/**
 * The content of one rate-card file: prices of one layer from one source, in US dollars.
 *
 * @param layer layer of every card
 * @param source where the prices were taken from
 * @param version version of that source
 * @param schedules one per model, ordered by model, their cards in {@link RateKey} order
 */
public record RateCardFile(RateLayer layer, String source, String version, List<RateSchedule> schedules) {

    public RateCardFile {
        schedules = schedules.stream()
                .map(schedule -> new RateSchedule(schedule.model(), RateKey.sorted(schedule.cards())))
                .sorted(Comparator.comparing(RateSchedule::model))
                .toList();
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
}
