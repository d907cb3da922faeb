package io.bedrockmeter.alerts.http;

import io.bedrockmeter.alerts.board.BoardSource;
import io.bedrockmeter.alerts.budgets.BudgetStore;
import io.bedrockmeter.alerts.delivery.AlertLinks;
import io.bedrockmeter.alerts.delivery.Notifier;
import io.bedrockmeter.runtime.http.BlockingWork;
import io.bedrockmeter.runtime.http.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.List;

/** All paths about budgets and alerts, with the threads they work on. May share a server with other routes. */
public final class AlertsRoutes implements Routes, AutoCloseable {

    /** The OpenAPI document on the class path, for the server that has these paths. */
    public static final String OPENAPI = "/openapi/alerts.json";

    private static final int THREADS = 2;
    private static final int WAITING = 32;

    private final BlockingWork work;
    private final BlockingWork changes;
    private final List<Routes> routes;

    /**
     * @param source what is answered
     * @param store where changes of budgets go
     * @param notifiers tell which destinations an alert has
     * @param links where alerts link to
     */
    public AlertsRoutes(
            Vertx vertx,
            BoardSource source,
            BudgetStore store,
            List<Notifier> notifiers,
            AlertLinks links,
            MeterRegistry registry,
            Clock clock) {
        this.work = new BlockingWork(vertx, "alerts-query", THREADS, WAITING, registry);
        // One at a time: two changes of a budget in one process come after each other.
        this.changes = new BlockingWork(vertx, "budget-change", 1, WAITING, registry);
        Answers answers = new Answers(source, work, clock);
        this.routes = List.of(
                new BudgetsRoute(answers),
                new StatusRoute(answers),
                new BudgetChangeRoute(source, store, changes),
                new AlertsRoute(answers, new AlertAnswer(List.copyOf(notifiers), links)));
    }

    @Override
    public void mount(Router router) {
        routes.forEach(some -> some.mount(router));
    }

    /** Refuses further work. */
    @Override
    public void close() {
        work.close();
        changes.close();
    }
}
