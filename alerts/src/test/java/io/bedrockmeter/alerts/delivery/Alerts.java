package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetReading;
import io.bedrockmeter.schemas.model.BudgetSubject;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.SpendShare;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Alerts for tests. */
final class Alerts {

    static final String TOPIC_ARN = "arn:aws:sns:eu-central-1:123456789012:budget-alerts";

    private Alerts() {}

    static Alert alert(String budgetId) {
        return alert(budgetId, "Search team", List.of(TOPIC_ARN));
    }

    static Alert alert(String budgetId, String name, List<String> targets) {
        Instant start = Instant.parse("2026-11-01T00:00:00Z");
        return new Alert(
                Alert.idOf(AlertKind.THRESHOLD, budgetId, "", start, "80"),
                AlertKind.THRESHOLD,
                new BudgetSubject(
                        budgetId,
                        "",
                        name,
                        "owner@example.com",
                        new BudgetWindow(start, Instant.parse("2026-12-01T00:00:00Z"))),
                "80",
                new BigDecimal("80.00"),
                List.of(),
                BudgetReading.of(BudgetAmount.usd("401.234567890123"), BudgetAmount.usd("500"), Optional.empty()),
                List.of(
                        new SpendShare("model", "amazon.nova-micro-v1:0", new BigDecimal("400")),
                        new SpendShare("model", "amazon.nova-pro-v1:0", new BigDecimal("1.234567890123"))),
                Instant.parse("2026-11-20T10:00:00Z"),
                Optional.empty(),
                false,
                targets);
    }

    static Alert quietUntil(Alert alert, Instant end) {
        return new Alert(
                alert.alertId(),
                alert.kind(),
                alert.subject(),
                alert.rule(),
                alert.threshold(),
                alert.covered(),
                alert.reading(),
                alert.shares(),
                alert.raisedAt(),
                Optional.of(end),
                alert.late(),
                alert.targets());
    }
}
