package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.alerts.watch.BlindRule;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertEvidence;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetSubject;
import io.bedrockmeter.schemas.model.SpendShare;
import java.math.BigDecimal;

/** Alerts that rest on no budget, in words: what, since when, and what to do. */
final class WatchText {

    private WatchText() {}

    /** Whether the alert rests on no budget. */
    static boolean speaksOf(Alert alert) {
        return alert.evidence()
                .filter(evidence -> !(evidence instanceof AlertEvidence.Restated))
                .isPresent();
    }

    static String line(Alert alert) {
        AlertEvidence evidence = alert.evidence().orElseThrow();
        return evidence instanceof AlertEvidence.Blind blind ? line(alert, blind) : line(alert, usual(alert));
    }

    static String body(Alert alert) {
        StringBuilder body = new StringBuilder(line(alert)).append("\n\n");
        if (alert.evidence().orElseThrow() instanceof AlertEvidence.Blind blind) {
            appendSource(body, alert);
            AlertText.append(body, "Since", blind.since().toString());
            AlertText.append(body, "Seen", AlertText.printable(blind.observed()));
            AlertText.append(body, "Expected", AlertText.printable(blind.expected()));
            if (alert.kind() == AlertKind.BLIND) {
                AlertText.append(body, "What to do", advice(alert.rule()));
            }
        } else {
            appendAmounts(body, alert);
        }
        AlertText.append(body, "Raised", alert.raisedAt().toString());
        AlertText.append(body, "Alert id", alert.alertId());
        appendChanges(body, alert);
        return body.toString();
    }

    private static String line(Alert alert, AlertEvidence.Blind blind) {
        BudgetSubject subject = alert.subject();
        String where = subject.instance().isEmpty() ? "" : " (" + AlertText.printable(subject.instance()) + ")";
        String what = AlertText.printable(subject.budgetName()) + where;
        return alert.kind() == AlertKind.BLIND
                ? "Blind: " + what + " since " + blind.since() + ": " + AlertText.printable(blind.observed())
                        + ", expected " + AlertText.printable(blind.expected())
                : "Sees again: " + what + ", told since " + blind.since() + ", is over: "
                        + AlertText.printable(blind.observed());
    }

    private static String line(Alert alert, String usual) {
        BudgetSubject subject = alert.subject();
        String who = AlertText.printable(subject.budgetName()) + " " + AlertText.printable(subject.instance());
        String when = alert.rule() + " from " + subject.window().start();
        return alert.kind() == AlertKind.ANOMALY
                ? "Anomaly: " + who + " spent "
                        + AlertText.amount(alert.reading().spent()) + " in the " + when
                        + ", usually " + usual + " and hardly ever more than "
                        + AlertText.amount(alert.reading().limit())
                : "As usual again: " + who + ", after the anomaly in the " + when;
    }

    private static void appendSource(StringBuilder body, Alert alert) {
        if (!alert.subject().instance().isEmpty()) {
            AlertText.append(body, "Source", AlertText.printable(alert.subject().instance()));
        }
    }

    private static void appendAmounts(StringBuilder body, Alert alert) {
        BudgetSubject subject = alert.subject();
        AlertText.append(
                body,
                "Window",
                subject.window().start() + " to " + subject.window().end());
        AlertText.append(body, "Spent", alert.reading().spent().toString());
        AlertText.append(body, "Usual", usual(alert));
        AlertText.append(body, "Hardly ever more than", alert.reading().limit().toString());
        if (alert.kind() == AlertKind.ANOMALY) {
            AlertText.append(
                    body, "What to do", "see below what used more than usual, and ask its owner whether that is meant");
        }
    }

    private static void appendChanges(StringBuilder body, Alert alert) {
        if (!alert.shares().isEmpty()) {
            body.append("\nWhat changed, against what is usual\n");
        }
        for (SpendShare share : alert.shares()) {
            body.append("  ")
                    .append(AlertText.printable(share.key()))
                    .append(' ')
                    .append(AlertText.printable(share.value()))
                    .append(": +")
                    .append(AlertText.amount(amount(alert, share.amount())))
                    .append('\n');
        }
    }

    private static String usual(Alert alert) {
        return alert.evidence().orElseThrow() instanceof AlertEvidence.Anomaly anomaly
                ? AlertText.amount(amount(alert, anomaly.usual()))
                : "";
    }

    private static BudgetAmount amount(Alert alert, BigDecimal value) {
        return new BudgetAmount(alert.reading().limit().measure(), value);
    }

    private static String advice(String rule) {
        for (BlindRule known : BlindRule.values()) {
            if (known.label().equals(rule)) {
                return advice(known);
            }
        }
        return "see /v1/coverage";
    }

    private static String advice(BlindRule rule) {
        return switch (rule) {
            case NO_DATA ->
                "see whether model invocation logging is still on in every account and Region, and whether ingest and"
                        + " metering run (/readyz)";
            case SOURCE_BEHIND ->
                "see whether the instance of ingest that reads the source runs and may read it (its log, /v1/coverage)";
            case DELIVERY_STOPPED ->
                "see whether model invocation logging is still on where the source is, and whether Bedrock may still"
                        + " write to it";
            case UNPRICED ->
                "see /v1/coverage for the models, and add their prices (rate-cards import, docs/rate-cards.md)";
            case UNATTRIBUTED ->
                "see who calls without tags (/v1/usage?group_by=principal,model,Team), and tag"
                        + " their profiles or requests";
        };
    }
}
