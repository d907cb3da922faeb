package io.bedrockmeter.schemas.model;

import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Something a budget's owner should know: the value of the alerts topic. Per budget, period and threshold there is at most
 * one alert with each id.
 *
 * @param alertId {@code budget/period start/threshold}, for example {@code search-month/2026-11-01T00:00:00Z/80}, with
 *     {@code /recovered} behind it for {@link AlertKind#RECOVERED}; the same whenever and wherever it is computed
 * @param kind why
 * @param budgetId the budget
 * @param budgetName its name when the alert was raised
 * @param owner its owner, empty when nobody is named
 * @param window the period concerned
 * @param threshold the share that was reached, or fallen below
 * @param covered further thresholds that this alert announces, lower ones, ascending; only in a {@link AlertKind#SUMMARY}
 * @param spent US dollars spent in the period when the alert was raised
 * @param amount US dollars of the budget
 * @param percent spent as percentage of amount, rounded down to two decimal places
 * @param currency always {@value #USD}
 * @param raisedAt wall-clock time
 * @param late whether the period ended longer ago than configured (one day by default)
 * @param targets where it goes besides the configured notifiers: ARNs of SNS topics
 */
public record Alert(
        String alertId,
        AlertKind kind,
        String budgetId,
        String budgetName,
        String owner,
        BudgetWindow window,
        BudgetThreshold threshold,
        List<BudgetThreshold> covered,
        Money spent,
        Money amount,
        BigDecimal percent,
        String currency,
        Instant raisedAt,
        boolean late,
        List<String> targets) {

    public static final String USD = "USD";

    public Alert {
        covered = List.copyOf(covered);
        targets = List.copyOf(targets);
    }

    /** The id of the alert of this kind for a budget, period and threshold. */
    public static String idOf(AlertKind kind, String budgetId, Instant periodStart, BudgetThreshold threshold) {
        String id = budgetId + "/" + periodStart + "/" + threshold.label();
        return kind == AlertKind.RECOVERED ? id + "/recovered" : id;
    }
}
