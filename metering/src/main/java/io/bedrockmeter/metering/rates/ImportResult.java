package io.bedrockmeter.metering.rates;

import io.bedrockmeter.schemas.model.RateSchedule;
import java.util.Comparator;
import java.util.List;

/**
 * What an importer made of a file.
 *
 * @param schedules the cards of this file alone, one schedule per model, ordered by model
 * @param unmapped rows that became no card, ordered by row
 */
public record ImportResult(List<RateSchedule> schedules, List<UnmappedRow> unmapped) {

    public ImportResult {
        schedules = schedules.stream()
                .map(schedule -> new RateSchedule(schedule.model(), RateKey.sorted(schedule.cards())))
                .sorted(Comparator.comparing(RateSchedule::model))
                .toList();
        unmapped = unmapped.stream()
                .sorted(Comparator.comparing(UnmappedRow::row).thenComparing(UnmappedRow::reason))
                .toList();
    }

    /** How many cards there are. */
    public int cardCount() {
        return schedules.stream().mapToInt(schedule -> schedule.cards().size()).sum();
    }
}
