package io.bedrockmeter.alerts.http;

import io.bedrockmeter.alerts.board.Board;
import io.bedrockmeter.runtime.http.Parameters;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /v1/budgets/{id}/status}: how every instance of a budget stands, furthest along first. */
final class StatusRoute implements Routes {

    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MOST = 10_000;

    private final Answers answers;

    /**
     * Which instances are wanted.
     *
     * @param budgetId of this budget
     * @param instance only this one
     * @param after behind this place
     * @param limit at most so many
     */
    private record Question(String budgetId, Optional<String> instance, Optional<Standing> after, int limit) {}

    /**
     * A place in the order.
     *
     * @param percent of the limit
     * @param instance at that percentage
     */
    private record Standing(BigDecimal percent, String instance) {

        static Optional<Standing> parse(List<String> parts) {
            return parts.get(0).matches("-?[0-9]{1,40}\\.[0-9]{2}")
                    ? Optional.of(new Standing(new BigDecimal(parts.get(0)), parts.get(1)))
                    : Optional.empty();
        }

        boolean isBefore(BudgetStatus status) {
            int compared = status.reading().percent().compareTo(percent);
            return compared < 0 || compared == 0 && status.subject().instance().compareTo(instance) > 0;
        }
    }

    StatusRoute(Answers answers) {
        this.answers = answers;
    }

    @Override
    public void mount(Router router) {
        router.get(BudgetId.PATH + "/status").handler(this::status);
    }

    private void status(RoutingContext context) {
        Parameters parameters = new Parameters(context.queryParams());
        Question question = new Question(
                BudgetId.read(context, parameters),
                parameters.one("instance"),
                Place.read(parameters, 2, Standing::parse),
                parameters.integer("limit", 1, MOST).orElse(DEFAULT_LIMIT));
        parameters.finish();
        answers.send(context, (board, fields) -> write(board, question, fields));
    }

    private static void write(Board board, Question question, Map<String, Object> fields) {
        if (!board.budgets().containsKey(question.budgetId())) {
            throw Answers.noBudget(question.budgetId());
        }
        Collection<BudgetStatus> all = board.statuses(question.budgetId());
        List<BudgetStatus> page = StatusAnswer.furthestFirst(all).stream()
                .filter(status -> question.instance()
                        .map(status.subject().instance()::equals)
                        .orElse(true))
                .filter(status ->
                        question.after().map(place -> place.isBefore(status)).orElse(true))
                .limit(question.limit() + 1L)
                .toList();
        List<BudgetStatus> shown = page.subList(0, Math.min(question.limit(), page.size()));
        fields.put("budgetId", question.budgetId());
        fields.put("instanceCount", all.size());
        fields.put(
                "statuses",
                shown.stream().map(status -> StatusAnswer.fields(status, board)).toList());
        if (page.size() > shown.size()) {
            BudgetStatus last = shown.get(shown.size() - 1);
            fields.put(
                    Answers.NEXT,
                    Place.encode(
                            last.reading().percent().toPlainString(),
                            last.subject().instance()));
        }
    }
}
