package io.bedrockmeter.alerts.http;

import io.bedrockmeter.alerts.board.Board;
import io.bedrockmeter.runtime.http.Parameters;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.schemas.model.Budget;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /v1/budgets} and {@code GET /v1/budgets/{id}}: budgets in force, with how they stand. */
final class BudgetsRoute implements Routes {

    private static final int DEFAULT_LIMIT = 200;
    private static final int MOST = 1_000;

    private final Answers answers;

    BudgetsRoute(Answers answers) {
        this.answers = answers;
    }

    @Override
    public void mount(Router router) {
        router.get("/v1/budgets").handler(this::all);
        router.get(BudgetId.PATH).handler(this::one);
    }

    private void all(RoutingContext context) {
        Parameters parameters = new Parameters(context.queryParams());
        int limit = parameters.integer("limit", 1, MOST).orElse(DEFAULT_LIMIT);
        Optional<String> after =
                Place.read(parameters, 1, parts -> Optional.of(parts.get(0)).filter(Budget::isId));
        parameters.finish();
        answers.send(context, (board, fields) -> write(board, after, limit, fields));
    }

    private static void write(Board board, Optional<String> after, int limit, Map<String, Object> fields) {
        Collection<Budget> following = after.map(
                        id -> board.budgets().tailMap(id, false).values())
                .orElse(board.budgets().values());
        List<Budget> page = following.stream().limit(limit + 1L).toList();
        List<Budget> shown = page.subList(0, Math.min(limit, page.size()));
        fields.put("budgetCount", board.budgets().size());
        fields.put(
                "budgets",
                shown.stream().map(budget -> BudgetAnswer.fields(budget, board)).toList());
        if (page.size() > shown.size()) {
            fields.put(Answers.NEXT, Place.encode(shown.get(shown.size() - 1).id()));
        }
    }

    private void one(RoutingContext context) {
        Parameters parameters = new Parameters(context.queryParams());
        String id = BudgetId.read(context, parameters);
        parameters.finish();
        answers.sendAsIs(
                context,
                (board, fields) -> fields.putAll(BudgetAnswer.fields(
                        Optional.ofNullable(board.budgets().get(id)).orElseThrow(() -> Answers.noBudget(id)), board)));
    }
}
