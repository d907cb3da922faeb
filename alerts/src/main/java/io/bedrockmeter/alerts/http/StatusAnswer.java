package io.bedrockmeter.alerts.http;

import io.bedrockmeter.alerts.board.Board;
import io.bedrockmeter.alerts.delivery.AlertJson;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.BudgetState;
import io.bedrockmeter.schemas.model.BudgetStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How one instance of a budget stands, as JSON fields. */
final class StatusAnswer {

    /** By percentage, highest first, then by instance. */
    static final Comparator<BudgetStatus> FURTHEST_FIRST = Comparator.comparing(
                    (BudgetStatus status) -> status.reading().percent(), Comparator.reverseOrder())
            .thenComparing(status -> status.subject().instance());

    private StatusAnswer() {}

    static List<BudgetStatus> furthestFirst(Collection<BudgetStatus> statuses) {
        return statuses.stream().sorted(FURTHEST_FIRST).toList();
    }

    static Map<String, Object> fields(BudgetStatus status, Board board) {
        Map<String, Object> fields = new LinkedHashMap<>(AlertJson.subject(status.subject()));
        fields.put("coveredFrom", status.coveredFrom().toString());
        fields.putAll(AlertJson.reading(status.reading()));
        if (status.state() instanceof BudgetState.Breached breached) {
            fields.put("state", "BREACHED");
            fields.put("rule", breached.rule());
        } else {
            fields.put("state", "OK");
        }
        fields.put("requests", status.requests());
        fields.put("unpriced", status.unpriced());
        fields.put("asOf", status.asOf().toString());
        board.alerts().latest(status.subject().key()).ifPresent(alert -> fields.put("lastAlert", lastAlert(alert)));
        return fields;
    }

    private static Map<String, Object> lastAlert(Alert alert) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("alertId", alert.alertId());
        fields.put("kind", alert.kind().name());
        fields.put("rule", alert.rule());
        fields.put("raisedAt", alert.raisedAt().toString());
        return fields;
    }
}
