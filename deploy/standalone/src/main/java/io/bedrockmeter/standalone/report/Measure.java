package io.bedrockmeter.standalone.report;

import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A whole number that is printed of each group.
 *
 * @param name name in JSON and CSV
 * @param title heading of the table
 * @param value reads it
 */
record Measure(String name, String title, ToLongFunction<Totals> value) {

    private static final List<Measure> USUAL = List.of(
            new Measure("requests", "Requests", Totals::requests),
            new Measure("errors", "Errors", Totals::errors),
            new Measure("inputTokens", "Input", totals -> totals.quantities().inputTokens()),
            new Measure("outputTokens", "Output", totals -> totals.quantities().outputTokens()),
            new Measure(
                    "cacheReadTokens",
                    "Cache read",
                    totals -> totals.quantities().cacheReadTokens()),
            new Measure(
                    "cacheWriteTokens",
                    "Cache write",
                    totals -> totals.quantities().cacheWriteTokens()));

    private static final List<Unit> UNUSUAL = List.of(
            Unit.INPUT_IMAGE,
            Unit.OUTPUT_IMAGE,
            Unit.INPUT_AUDIO_MS,
            Unit.OUTPUT_AUDIO_MS,
            Unit.INPUT_VIDEO_MS,
            Unit.OUTPUT_VIDEO_MS,
            Unit.SEARCH_UNIT);

    private static final List<Measure> DOUBTS = List.of(
            new Measure("unpriced", "Unpriced", Totals::unpriced),
            new Measure("unattributed", "Unattributed", Totals::unattributed));

    static List<Measure> of(Totals total) {
        List<Measure> measures = new ArrayList<>(USUAL);
        for (Unit unit : UNUSUAL) {
            if (total.quantities().get(unit) != 0) {
                measures.add(new Measure(
                        unit.fieldName(),
                        unit.fieldName(),
                        totals -> totals.quantities().get(unit)));
            }
        }
        measures.addAll(DOUBTS);
        return measures;
    }

    long in(Totals totals) {
        return value.applyAsLong(totals);
    }
}
