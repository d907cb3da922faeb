package io.bedrockmeter.alerts.http;

import io.bedrockmeter.alerts.board.Board;
import io.bedrockmeter.alerts.budgets.BudgetWriter;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetState;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A budget and how it stands, as JSON fields. */
final class BudgetAnswer {

    /** Instances that are listed with a budget. */
    static final int MOST_STATUSES = 20;

    private BudgetAnswer() {}

    static Map<String, Object> fields(Budget budget, Board board) {
        List<BudgetStatus> statuses = StatusAnswer.furthestFirst(board.statuses(budget.id()));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", budget.id());
        fields.put("name", budget.name());
        fields.put("owner", budget.owner());
        fields.put("unit", budget.limit().measure().unit());
        fields.put("amount", budget.limit().plain());
        fields.put("definition", BudgetWriter.write(budget));
        fields.put(
                "levels",
                budget.rules().thresholds().stream()
                        .map(threshold -> level(threshold, budget.limit()))
                        .toList());
        fields.put("instanceCount", statuses.size());
        fields.put(
                "breachedCount",
                statuses.stream()
                        .filter(status -> status.state() instanceof BudgetState.Breached)
                        .count());
        fields.put(
                "statuses",
                statuses.stream()
                        .limit(MOST_STATUSES)
                        .map(status -> StatusAnswer.fields(status, board))
                        .toList());
        return fields;
    }

    private static Map<String, Object> level(BudgetThreshold threshold, BudgetAmount limit) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rule", threshold.label());
        fields.put("basis", threshold.basis().name().toLowerCase(Locale.ROOT));
        fields.put("percent", threshold.percentOf(limit).toPlainString());
        fields.put("amount", threshold.level(limit).stripTrailingZeros().toPlainString());
        return fields;
    }
}
