package io.bedrockmeter.runtime.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * What operators and orchestrators ask, on a port of its own: {@code /livez} (the process answers), {@code /readyz} (every
 * named check is up or impaired, else 503) and {@code /metrics} (Prometheus text). Serve with {@link AccessCheck#OPEN}.
 */
public final class ManagementRoutes implements Routes {

    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final int UNAVAILABLE = 503;

    private final PrometheusMeterRegistry registry;
    private final List<HealthCheck> checks;

    public ManagementRoutes(PrometheusMeterRegistry registry, List<HealthCheck> checks) {
        this.registry = registry;
        this.checks = List.copyOf(checks);
    }

    @Override
    public void mount(Router router) {
        router.get("/livez").handler(context -> context.json(new JsonObject().put("status", "up")));
        router.get("/readyz").handler(this::ready);
        router.get("/metrics")
                .handler(context -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, PROMETHEUS_TEXT)
                        .end(registry.scrape(PROMETHEUS_TEXT)));
    }

    private void ready(RoutingContext context) {
        JsonObject byName = new JsonObject();
        boolean allUp = true;
        for (HealthCheck check : checks) {
            JsonObject state = new JsonObject();
            Health health = check.run();
            if (health instanceof Health.Down down) {
                allUp = false;
                state.put("status", "down").put("reason", down.reason());
            } else if (health instanceof Health.Impaired impaired) {
                state.put("status", "impaired").put("reason", impaired.reason());
            } else {
                state.put("status", "up");
            }
            byName.put(check.name(), state);
        }
        if (!allUp) {
            context.response().setStatusCode(UNAVAILABLE);
        }
        context.json(new JsonObject().put("status", allUp ? "up" : "down").put("checks", byName));
    }
}
