package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertEvidence;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetMeasure;
import io.bedrockmeter.schemas.model.BudgetReading;
import io.bedrockmeter.schemas.model.SpendForecast;
import io.bedrockmeter.schemas.model.SpendShare;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;

/** An alert in words. */
public final class AlertText {

    private static final int CENTS = 2;
    private static final String FORECAST = "forecast-";
    private static final String AT = "at-";

    private AlertText() {}

    /** One line, for example {@code Budget Search (search-month) reached 80 %: $401.23 of $500.00 used (80.24 %)}. */
    public static String line(Alert alert) {
        BudgetReading reading = alert.reading();
        if (WatchText.speaksOf(alert)) {
            return WatchText.line(alert);
        }
        if (alert.kind() == AlertKind.TEST) {
            return "Test of budget " + name(alert) + ": this message was asked for, nothing has happened";
        }
        return "Budget " + name(alert) + what(alert) + ": " + amount(reading.spent()) + " of "
                + amount(reading.limit()) + " used (" + reading.percent().toPlainString() + " %)"
                + (alert.late() ? ", for a period that is over" : "");
    }

    /** The line of one alert, or how many there are. */
    static String headline(List<Alert> alerts) {
        if (alerts.size() == 1) {
            return line(alerts.get(0));
        }
        long budgets = alerts.stream()
                .map(alert -> alert.subject().budgetId())
                .distinct()
                .count();
        return alerts.size() + " alerts of " + (budgets == 1 ? "one budget" : budgets + " budgets");
    }

    /** Everything a person needs: of one alert at length, of several a line each. */
    static String body(List<Alert> alerts, AlertLinks links) {
        return alerts.size() == 1
                ? body(alerts.get(0), links)
                : alerts.stream()
                        .map(alert -> line(alert) + "\n  [" + alert.alertId() + "]\n"
                                + links.to(alert)
                                        .map(link -> "  " + link + "\n")
                                        .orElse(""))
                        .collect(Collectors.joining("\n", headline(alerts) + "\n\n", ""));
    }

    private static String body(Alert alert, AlertLinks links) {
        if (WatchText.speaksOf(alert)) {
            return WatchText.body(alert);
        }
        BudgetReading reading = alert.reading();
        StringBuilder body = new StringBuilder(line(alert)).append("\n\n");
        append(
                body,
                "Period",
                alert.subject().window().start() + " to "
                        + alert.subject().window().end());
        append(body, "Used", reading.spent().toString());
        append(body, "Limit", reading.limit().toString());
        alert.evidence()
                .filter(AlertEvidence.Restated.class::isInstance)
                .map(AlertEvidence.Restated.class::cast)
                .ifPresent(restated -> append(
                        body,
                        "Told before",
                        new BudgetAmount(reading.limit().measure(), restated.before()).toString()));
        reading.forecast().ifPresent(forecast -> append(body, "Expected", expected(forecast, reading.limit())));
        if (!alert.covered().isEmpty()) {
            append(
                    body,
                    "Also beyond",
                    alert.covered().stream().map(AlertText::level).collect(Collectors.joining(", ")));
        }
        if (!alert.subject().owner().isEmpty()) {
            append(body, "Owner", printable(alert.subject().owner()));
        }
        append(body, "Raised", alert.raisedAt().toString());
        append(body, "Alert id", alert.alertId());
        links.to(alert).ifPresent(link -> append(body, "Read on", link));
        appendShares(body, alert);
        return body.toString();
    }

    /** For people: dollars rounded half up to cents, amounts below a cent with all places; other measures as they are. */
    static String amount(BudgetAmount amount) {
        if (amount.measure() != BudgetMeasure.COST) {
            return amount.toString();
        }
        BigDecimal usd = amount.value();
        boolean tiny = usd.signum() != 0 && usd.abs().movePointRight(CENTS).compareTo(BigDecimal.ONE) < 0;
        return "$" + (tiny ? usd.stripTrailingZeros() : usd.setScale(CENTS, RoundingMode.HALF_UP)).toPlainString();
    }

    private static String name(Alert alert) {
        String of = alert.subject().instance().isEmpty()
                ? ""
                : " of " + printable(alert.subject().instance());
        return printable(alert.subject().budgetName()) + of + " ("
                + alert.subject().budgetId() + ")";
    }

    private static String what(Alert alert) {
        return switch (alert.kind()) {
            case THRESHOLD -> " reached " + level(alert.rule());
            case SUMMARY -> " was already beyond " + level(alert.rule()) + " when it was introduced";
            case RECOVERED -> " is below " + level(alert.rule()) + " again";
            case FORECAST -> " is expected to reach " + level(alert.rule());
            case BURN_RATE ->
                " is used " + alert.threshold().stripTrailingZeros().toPlainString()
                        + " times as fast as the limit allows";
            case RESTATED -> " was restated by a correction";
            case TEST -> " is tested";
            case ANOMALY, BLIND -> "";
        };
    }

    /** The level of a threshold's label: {@code 80 %}, or the amount of {@code at-400}. */
    private static String level(String rule) {
        String label = rule.startsWith(FORECAST) ? rule.substring(FORECAST.length()) : rule;
        return label.startsWith(AT) ? label.substring(AT.length()) : label + " %";
    }

    private static String expected(SpendForecast forecast, BudgetAmount limit) {
        return forecast.expected().toPlainString() + " " + limit.measure().unit()
                + " at the end of the period (nine times in ten between "
                + forecast.low().toPlainString() + " and " + forecast.high().toPlainString() + ")";
    }

    private static void appendShares(StringBuilder body, Alert alert) {
        if (!alert.shares().isEmpty()) {
            body.append("\nMost was used by\n");
        }
        for (SpendShare share : alert.shares()) {
            BudgetAmount amount = new BudgetAmount(alert.reading().limit().measure(), share.amount());
            body.append("  ")
                    .append(printable(share.key()))
                    .append(' ')
                    .append(printable(share.value()))
                    .append(": ")
                    .append(amount(amount))
                    .append('\n');
        }
    }

    static void append(StringBuilder body, String key, String value) {
        body.append(key).append(": ").append(value).append('\n');
    }

    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
