package io.bedrockmeter.metering.http;

import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A whole number that is told of each line.
 *
 * @param name in JSON and CSV
 * @param value reads it
 */
record Measure(String name, ToLongFunction<Totals> value) {

    /** Decimal places of shares and ratios. */
    static final int PLACES = 6;

    private static final List<Measure> ALL = all();

    private static List<Measure> all() {
        List<Measure> all = new ArrayList<>(List.of(
                new Measure("requests", Totals::requests),
                new Measure("errors", Totals::errors),
                new Measure("inputTokens", totals -> totals.quantities().inputTokens()),
                new Measure("outputTokens", totals -> totals.quantities().outputTokens()),
                new Measure("cacheReadTokens", totals -> totals.quantities().cacheReadTokens()),
                new Measure("cacheWriteTokens", totals -> totals.quantities().cacheWriteTokens())));
        for (Unit unit : List.of(
                Unit.INPUT_IMAGE,
                Unit.OUTPUT_IMAGE,
                Unit.INPUT_AUDIO_MS,
                Unit.OUTPUT_AUDIO_MS,
                Unit.INPUT_VIDEO_MS,
                Unit.OUTPUT_VIDEO_MS,
                Unit.SEARCH_UNIT)) {
            all.add(new Measure(unit.fieldName(), totals -> totals.quantities().get(unit)));
        }
        all.add(new Measure("unpriced", Totals::unpriced));
        all.add(new Measure("unattributed", Totals::unattributed));
        return List.copyOf(all);
    }

    /** Those that are told: the usual ones always, images, audio, video and searches where there were any. */
    static List<Measure> of(Totals total) {
        return ALL.stream()
                .filter(measure -> !isUnusual(measure) || measure.in(total) != 0)
                .toList();
    }

    private static boolean isUnusual(Measure measure) {
        return measure.name().startsWith("search")
                || measure.name().endsWith("Images")
                || measure.name().endsWith("Ms");
    }

    long in(Totals totals) {
        return value.applyAsLong(totals);
    }

    /** A share or ratio, rounded half up to six places. */
    static String ratio(BigDecimal part, BigDecimal whole) {
        return part.divide(whole, PLACES, RoundingMode.HALF_UP).toPlainString();
    }

    /** The share of a count; zero of nothing is zero. */
    static String share(long part, long whole) {
        return ratio(BigDecimal.valueOf(part), BigDecimal.valueOf(whole == 0 ? 1 : whole));
    }
}
