package io.bedrockmeter.metering.export.chargeback;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.metering.export.ledger.TimeRange;
import io.bedrockmeter.metering.query.Grouping;
import io.bedrockmeter.schemas.model.Totals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of a report.
 *
 * @param costCentres costliest first
 * @param total the sum of all
 */
record Chargeback(List<CostCentre> costCentres, Totals total) {

    /** What one cost centre pays; {@code lines} costliest first. */
    record CostCentre(String name, Totals totals, List<Line> lines) {}

    /** Spend of one combination of the breakdown; {@code values} in its order. */
    record Line(List<String> values, Totals totals) {}

    private static final Comparator<Totals> COSTLIEST_FIRST = Comparator.comparing(Totals::cost)
            .reversed()
            .thenComparing(
                    Comparator.comparing((Totals totals) -> totals.requests()).reversed());

    /** Sums the rows whose window starts in the month; all of them must be of one granularity. */
    static Chargeback of(ChargebackSettings settings, Iterable<UsageRow> rows) {
        TimeRange month = TimeRange.month(settings.month(), settings.zone());
        Grouping costCentre = Grouping.of(settings.costCentre());
        List<Grouping> breakdown =
                settings.breakdown().stream().map(Grouping::of).toList();
        Map<String, Map<List<String>, Totals>> sums = new HashMap<>();
        for (UsageRow row : rows) {
            if (month.contains(row.windowStart())) {
                List<String> values = breakdown.stream()
                        .map(key -> key.value().apply(row.dimensions()))
                        .toList();
                sums.computeIfAbsent(costCentre.value().apply(row.dimensions()), none -> new HashMap<>())
                        .merge(values, row.totals(), Totals::plus);
            }
        }
        List<CostCentre> costCentres = new ArrayList<>();
        sums.forEach((name, lines) -> add(costCentres, name, lines));
        costCentres.sort(
                Comparator.comparing(CostCentre::totals, COSTLIEST_FIRST).thenComparing(CostCentre::name));
        return new Chargeback(
                List.copyOf(costCentres),
                costCentres.stream().map(CostCentre::totals).reduce(Totals.ZERO, Totals::plus));
    }

    private static void add(List<CostCentre> to, String name, Map<List<String>, Totals> sums) {
        List<Line> lines = sums.entrySet().stream()
                .map(sum -> new Line(sum.getKey(), sum.getValue()))
                .filter(line -> !line.totals().equals(Totals.ZERO))
                .sorted(Comparator.comparing(Line::totals, COSTLIEST_FIRST)
                        .thenComparing(line -> String.join("\0", line.values())))
                .toList();
        if (!lines.isEmpty()) {
            Totals totals = lines.stream().map(Line::totals).reduce(Totals.ZERO, Totals::plus);
            to.add(new CostCentre(name, totals, lines));
        }
    }
}
