package io.bedrockmeter.schemas.model;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something a budget's owner, or whoever runs the meter, should know: the value of the alerts topic. Per budget, instance,
 * period and rule there is at most one alert with each id.
 *
 * @param alertId see {@link #idOf}; the same whenever and wherever it is computed
 * @param kind why
 * @param subject which budget and period; what is watched instead has an id that no budget can have
 * @param rule label of the threshold or burn rate that applies
 * @param threshold its level as percentage of the limit, rounded down to two decimal places; for a burn rate the factor, for
 *     an anomaly the sensitivity
 * @param covered labels of further thresholds that this alert announces, lower ones, ascending; only in a
 *     {@link AlertKind#SUMMARY}
 * @param reading how much was used when the alert was raised
 * @param shares what used most of it, by key, largest first; in an anomaly what used more than usual, with the difference
 * @param raisedAt wall-clock time
 * @param deliverAfter the end of the quiet hours in which it was raised
 * @param late whether the period ended longer ago than configured (one day by default)
 * @param targets where it goes besides the configured notifiers: ARNs of SNS topics
 * @param evidence what it rests on, where that is not the limit in the reading
 */
public record Alert(
        String alertId,
        AlertKind kind,
        BudgetSubject subject,
        String rule,
        BigDecimal threshold,
        List<String> covered,
        BudgetReading reading,
        List<SpendShare> shares,
        Instant raisedAt,
        Optional<Instant> deliverAfter,
        boolean late,
        List<String> targets,
        Optional<AlertEvidence> evidence) {

    public Alert {
        covered = List.copyOf(covered);
        shares = List.copyOf(shares);
        targets = List.copyOf(targets);
    }

    /** An alert that rests on the limit of a budget. */
    public Alert(
            String alertId,
            AlertKind kind,
            BudgetSubject subject,
            String rule,
            BigDecimal threshold,
            List<String> covered,
            BudgetReading reading,
            List<SpendShare> shares,
            Instant raisedAt,
            Optional<Instant> deliverAfter,
            boolean late,
            List<String> targets) {
        this(
                alertId,
                kind,
                subject,
                rule,
                threshold,
                covered,
                reading,
                shares,
                raisedAt,
                deliverAfter,
                late,
                targets,
                Optional.empty());
    }

    /**
     * The id of the alert of this kind: {@code budget/period start/rule}, for example
     * {@code search-month/2026-11-01T00:00:00Z/80}, with the percent-encoded instance behind the budget where there is one
     * and {@code /recovered} at the end for {@link AlertKind#RECOVERED}.
     */
    public static String idOf(AlertKind kind, String budgetId, String instance, Instant periodStart, String rule) {
        String about =
                instance.isEmpty() ? budgetId : budgetId + "/" + URLEncoder.encode(instance, StandardCharsets.UTF_8);
        String id = about + "/" + periodStart + "/" + rule;
        return kind == AlertKind.RECOVERED ? id + "/recovered" : id;
    }
}
