package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Collectors;

/** An alert in words. */
final class AlertText {

    private static final int CENTS = 2;

    private AlertText() {}

    /** One line, for example {@code Budget Search (search-month) reached 80 %: $401.23 of $500.00 spent (80.24 %)}. */
    static String line(Alert alert) {
        String budget = "Budget " + printable(alert.budgetName()) + " (" + alert.budgetId() + ")";
        String threshold = alert.threshold().label() + " %";
        String what = switch (alert.kind()) {
            case THRESHOLD -> " reached " + threshold;
            case SUMMARY -> " was already beyond " + threshold + " when it was introduced";
            case RECOVERED -> " is below " + threshold + " again";
        };
        return budget + what + ": " + usd(alert.spent()) + " of " + usd(alert.amount()) + " spent ("
                + alert.percent().toPlainString() + " %)" + (alert.late() ? ", for a period that is over" : "");
    }

    /** Several lines with everything a person needs. */
    static String body(Alert alert) {
        StringBuilder body = new StringBuilder(line(alert)).append("\n\n");
        append(body, "Period", alert.window().start() + " to " + alert.window().end());
        append(body, "Spent", alert.spent() + " " + alert.currency());
        append(body, "Budget", alert.amount() + " " + alert.currency());
        if (!alert.covered().isEmpty()) {
            append(body, "Also beyond", thresholds(alert));
        }
        if (!alert.owner().isEmpty()) {
            append(body, "Owner", printable(alert.owner()));
        }
        append(body, "Raised", alert.raisedAt().toString());
        append(body, "Alert id", alert.alertId());
        return body.toString();
    }

    /** Dollars for people: rounded half up to cents; amounts below a cent keep all places. */
    static String usd(Money money) {
        boolean tiny =
                money.signum() != 0 && money.usd().abs().movePointRight(CENTS).compareTo(BigDecimal.ONE) < 0;
        return "$"
                + (tiny ? money.usd().stripTrailingZeros() : money.usd().setScale(CENTS, RoundingMode.HALF_UP))
                        .toPlainString();
    }

    private static String thresholds(Alert alert) {
        return alert.covered().stream().map(BudgetThreshold::label).collect(Collectors.joining(" %, ", "", " %"));
    }

    private static void append(StringBuilder body, String key, String value) {
        body.append(key).append(": ").append(value).append('\n');
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
