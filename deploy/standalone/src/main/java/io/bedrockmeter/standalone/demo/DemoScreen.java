package io.bedrockmeter.standalone.demo;

import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.standalone.report.TextTable;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The view as text: a table that is drawn over the one before at a terminal, or one line where output goes to a file. */
public final class DemoScreen {

    private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private int drawnLines;

    /** The table, preceded by what puts the cursor to where the last one began. */
    public String redraw(DemoView view) {
        String table = table(view);
        String up = drawnLines == 0 ? "" : "\u001b[" + drawnLines + "A\r";
        drawnLines = (int) table.lines().count();
        String lines =
                table.lines().map(line -> line + CLEAR_TO_END_OF_LINE + "\n").collect(Collectors.joining());
        return up + lines + CLEAR_BELOW;
    }

    /** The table. */
    static String table(DemoView view) {
        TextTable table = new TextTable(1);
        table.add(List.of("Team", "Spend USD", "Requests", "Errors", "Input", "Output", "Cached", "Unpriced"));
        table.rule();
        view.byTeam()
                .groups()
                .forEach(group -> table.add(row(String.join(",", group.key().values()), group.totals())));
        table.rule();
        table.add(row("TOTAL", view.byTeam().total()));
        StringBuilder text = new StringBuilder();
        text.append("bedrock-meter demo, ").append(view.running().toSeconds()).append(" s, simulated traffic\n\n");
        text.append(table).append('\n');
        text.append(coverage(view)).append('\n');
        if (!view.alerts().isEmpty()) {
            text.append("\nAlerts\n");
            view.alerts()
                    .forEach(alert ->
                            text.append("  ").append(TextTable.printable(alert)).append('\n'));
        }
        return text.toString();
    }

    /** Everything in one line. */
    public static String line(DemoView view) {
        String teams = view.byTeam().groups().stream()
                .map(group -> String.join(",", group.key().values()) + " "
                        + usd(group.totals().cost()))
                .collect(Collectors.joining(", "));
        return view.running().toSeconds() + " s: " + usd(view.byTeam().total().cost()) + " USD (" + teams + "); "
                + coverage(view);
    }

    private static List<String> row(String name, Totals totals) {
        List<String> cells = new ArrayList<>(List.of(name, usd(totals.cost())));
        cells.add(count(totals.requests()));
        cells.add(count(totals.errors()));
        cells.add(count(totals.quantities().inputTokens()));
        cells.add(count(totals.quantities().outputTokens()));
        cells.add(count(totals.quantities().cacheReadTokens()));
        cells.add(count(totals.unpriced()));
        return cells;
    }

    private static String coverage(DemoView view) {
        Totals total = view.byTeam().total();
        return "burn " + view.burnPerHour().map(burn -> usd(burn) + " USD/h").orElse("-")
                + " | priced " + share(total.requests() - total.unpriced(), total.requests())
                + " | attributed " + share(total.requests() - total.unattributed(), total.requests())
                + " | fresh to " + view.lag().map(DemoScreen::seconds).orElse("-")
                + " | refused " + count(view.refused())
                + " | repeated " + count(view.repeated())
                + " | restated " + count(view.corrections());
    }

    private static String seconds(Duration lag) {
        return String.format(Locale.ROOT, "%d.%d s", lag.toSeconds(), lag.toMillisPart() / 100);
    }

    private static String share(long part, long whole) {
        if (whole == 0) {
            return "-";
        }
        long permille = Math.multiplyExact(part, 1_000L) / whole;
        return permille / 10 + "." + permille % 10 + " %";
    }

    private static String usd(Money money) {
        return String.format(Locale.ROOT, "%,.4f", money.usd().setScale(4, RoundingMode.HALF_UP));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
