package io.bedrockmeter.standalone.report;

import io.bedrockmeter.metering.query.UsageGroup;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.money.Money;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for people: a table, the total, and what the numbers stand for. */
final class TableText {

    /** Six places show a tenth of a cent per thousand requests; JSON and CSV have all twelve. */
    private static final int COST_PLACES = 6;

    private TableText() {}

    static String of(Report report) {
        List<String> keys = report.keyNames();
        List<Measure> measures = report.measures();
        TextTable table = new TextTable(keys.isEmpty() ? 1 : keys.size());
        List<String> heading = new ArrayList<>(keys.isEmpty() ? List.of("") : keys);
        boolean discounted = isDiscounted(report.answer().total());
        measures.forEach(measure -> heading.add(measure.title()));
        if (discounted) {
            heading.add("List cost USD");
        }
        heading.add("Cost USD");
        table.add(heading);
        table.rule();
        if (!keys.isEmpty()) {
            for (UsageGroup group : report.answer().groups()) {
                table.add(row(report.keyValues(group), measures, discounted, group.totals()));
            }
            table.rule();
        }
        List<String> total = new ArrayList<>(List.of("TOTAL"));
        keys.stream().skip(1).forEach(key -> total.add(""));
        table.add(row(total, measures, discounted, report.answer().total()));
        return table + "\n" + coverage(report.coverage());
    }

    /** No discount makes anything dearer, so where the sums are the same every row's are. */
    private static boolean isDiscounted(Totals total) {
        return !total.listCost().equals(total.cost());
    }

    private static List<String> row(List<String> key, List<Measure> measures, boolean discounted, Totals totals) {
        List<String> cells = new ArrayList<>(key);
        measures.forEach(measure -> cells.add(count(measure.in(totals))));
        if (discounted) {
            cells.add(cost(totals.listCost()));
        }
        cells.add(cost(totals.cost()));
        return cells;
    }

    /** With a comma between thousands. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String cost(Money cost) {
        return String.format(
                Locale.ROOT, "%,." + COST_PLACES + "f", cost.usd().setScale(COST_PLACES, RoundingMode.HALF_UP));
    }

    private static String coverage(Coverage coverage) {
        StringBuilder text = new StringBuilder();
        text.append("Read ").append(count(coverage.recordsRead())).append(" records: ");
        text.append(count(coverage.accepted())).append(" metered as ");
        text.append(count(coverage.requests())).append(" requests, ");
        text.append(count(coverage.refused())).append(" refused.\n");
        text.append("Priced ").append(share(coverage.requests() - coverage.unpriced(), coverage.requests()));
        text.append(", attributed ").append(share(coverage.requests() - coverage.unattributed(), coverage.requests()));
        text.append(" of requests.\n");
        for (UnpricedModel model : coverage.unpricedModels()) {
            text.append("No price: ").append(TextTable.printable(model.model()));
            text.append(" (").append(model.reason()).append("), ");
            text.append(count(model.requests())).append(" requests, ");
            text.append(count(model.tokens())).append(" tokens\n");
        }
        return text.toString();
    }

    /** A percentage that says 100 % only when it is all. */
    static String share(long part, long whole) {
        if (whole == 0) {
            return "0 of 0";
        }
        long permille = Math.multiplyExact(part, 1_000L) / whole;
        return permille / 10 + "." + permille % 10 + " %";
    }
}
