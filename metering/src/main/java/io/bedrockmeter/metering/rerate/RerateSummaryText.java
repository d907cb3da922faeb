package io.bedrockmeter.metering.rerate;

import io.bedrockmeter.schemas.money.Money;
import java.util.Locale;

/** A summary as people read it: exact amounts, one line per tag value that changes. */
public final class RerateSummaryText {

    private static final int MONEY_WIDTH = 20;

    private RerateSummaryText() {}

    /** Lines, each ended by a line break. */
    public static String render(RerateSummary summary) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT, "%,d of %,d requests change\n", summary.whole().requests(), summary.examined()));
        if (summary.whole().requests() == 0) {
            return text.toString();
        }
        line(text, "", "requests", "before USD", "after USD", "change USD");
        difference(text, "whole", summary.whole());
        summary.byTag()
                .forEach((key, values) -> values.forEach(
                        (value, difference) -> difference(text, printable(key + "=" + value), difference)));
        if (summary.newlyPriced() > 0) {
            text.append(String.format(Locale.ROOT, "%,d requests get a first price\n", summary.newlyPriced()));
        }
        if (summary.newlyUnpriced() > 0) {
            text.append(String.format(Locale.ROOT, "%,d requests lose their price\n", summary.newlyUnpriced()));
        }
        summary.byVersion()
                .forEach((version, requests) ->
                        text.append(String.format(Locale.ROOT, "%,d requests priced by %s\n", requests, version)));
        if (summary.bookedToPresent().signum() != 0) {
            text.append("of the change, ")
                    .append(signed(summary.bookedToPresent()))
                    .append(" USD belongs to closed months and is booked to the present\n");
        }
        return text.toString();
    }

    private static void difference(StringBuilder text, String name, Difference difference) {
        line(
                text,
                name,
                String.format(Locale.ROOT, "%,d", difference.requests()),
                difference.before().toString(),
                difference.after().toString(),
                signed(difference.change()));
    }

    private static void line(
            StringBuilder text, String name, String requests, String before, String after, String change) {
        text.append(String.format(
                Locale.ROOT,
                "%-40s %12s %" + MONEY_WIDTH + "s %" + MONEY_WIDTH + "s %" + MONEY_WIDTH + "s\n",
                name,
                requests,
                before,
                after,
                change));
    }

    /** Callers choose tag values; they must not control the terminal. */
    private static String printable(String value) {
        return value.replaceAll("\\p{Cntrl}", "?");
    }

    private static String signed(Money amount) {
        return amount.signum() > 0 ? "+" + amount : amount.toString();
    }
}
