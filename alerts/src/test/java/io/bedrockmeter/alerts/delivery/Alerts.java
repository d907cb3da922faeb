package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Alerts for tests. */
final class Alerts {

    static final String TOPIC_ARN = "arn:aws:sns:eu-central-1:123456789012:budget-alerts";

    private Alerts() {}

    static Alert alert(String budgetId) {
        return alert(budgetId, "Search team", List.of(TOPIC_ARN));
    }

    static Alert alert(String budgetId, String name, List<String> targets) {
        Instant start = Instant.parse("2026-11-01T00:00:00Z");
        BudgetThreshold threshold = BudgetThreshold.ofPercent("80");
        return new Alert(
                Alert.idOf(AlertKind.THRESHOLD, budgetId, start, threshold),
                AlertKind.THRESHOLD,
                budgetId,
                name,
                "owner@example.com",
                new BudgetWindow(start, Instant.parse("2026-12-01T00:00:00Z")),
                threshold,
                List.of(),
                Money.parse("401.234567890123"),
                Money.parse("500"),
                new BigDecimal("80.24"),
                Alert.USD,
                Instant.parse("2026-11-20T10:00:00Z"),
                false,
                targets);
    }
}
