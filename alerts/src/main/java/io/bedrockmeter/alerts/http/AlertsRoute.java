package io.bedrockmeter.alerts.http;

import io.bedrockmeter.alerts.board.Board;
import io.bedrockmeter.alerts.board.RecentAlerts;
import io.bedrockmeter.runtime.http.Parameters;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.schemas.model.Alert;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code GET /v1/alerts}: the latest alerts, newest first, with their deliveries. */
final class AlertsRoute implements Routes {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1_000;

    private final Answers answers;
    private final AlertAnswer answer;

    AlertsRoute(Answers answers, AlertAnswer answer) {
        this.answers = answers;
        this.answer = answer;
    }

    @Override
    public void mount(Router router) {
        router.get("/v1/alerts").handler(this::alerts);
    }

    private void alerts(RoutingContext context) {
        Parameters parameters = new Parameters(context.queryParams());
        AlertQuestion question = AlertQuestion.read(parameters);
        Optional<RecentAlerts.Place> before = Place.read(parameters, 2, AlertsRoute::place);
        int limit = parameters.integer("limit", 1, MOST).orElse(DEFAULT_LIMIT);
        parameters.finish();
        answers.send(context, (board, fields) -> write(board, question, before, limit, fields));
    }

    private void write(
            Board board,
            AlertQuestion question,
            Optional<RecentAlerts.Place> before,
            int limit,
            Map<String, Object> fields) {
        Stream<Alert> candidates = before.map(board.alerts()::before)
                .orElseGet(() -> board.alerts().newestFirst());
        List<Alert> page = candidates.filter(question::covers).limit(limit + 1L).toList();
        List<Alert> shown = page.subList(0, Math.min(limit, page.size()));
        fields.put(
                "alerts",
                shown.stream().map(alert -> answer.fields(alert, board)).toList());
        if (page.size() > shown.size()) {
            Alert last = shown.get(shown.size() - 1);
            fields.put(Answers.NEXT, Place.encode(last.raisedAt().toString(), last.alertId()));
        }
        board.alerts().keptFrom().ifPresent(oldest -> fields.put("keptFrom", oldest.toString()));
    }

    private static Optional<RecentAlerts.Place> place(List<String> parts) {
        Optional<Instant> raisedAt = AlertQuestion.time(parts.get(0));
        return raisedAt.map(time -> new RecentAlerts.Place(time, parts.get(1)));
    }
}
