package io.bedrockmeter.alerts.http;

import io.bedrockmeter.runtime.http.Parameters;
import io.bedrockmeter.schemas.model.Budget;
import io.vertx.ext.web.RoutingContext;

/** The id in {@code /v1/budgets/:id}. */
final class BudgetId {

    static final String PATH = "/v1/budgets/:id";

    private static final String NAME = "id";

    private BudgetId() {}

    static String read(RoutingContext context, Parameters parameters) {
        String id = context.pathParam(NAME);
        if (!Budget.isId(id)) {
            parameters.fault(NAME, "found " + Parameters.quote(id) + ", expected 1 to 64 of a-z, 0-9 and hyphen");
        }
        return id;
    }
}
