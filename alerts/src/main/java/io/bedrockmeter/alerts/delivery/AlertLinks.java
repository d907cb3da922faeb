package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.Budget;
import java.net.URI;
import java.util.Optional;

/**
 * Where people read more about an alert.
 *
 * @param page URL of the web page as people reach it, empty when alerts should not link anywhere
 */
public record AlertLinks(Optional<URI> page) {

    /** Alerts link nowhere. */
    public static final AlertLinks NONE = new AlertLinks(Optional.empty());

    /** The page about the budget of an alert; empty for an alert that is about none. */
    public Optional<String> to(Alert alert) {
        String budgetId = alert.subject().budgetId();
        return page.filter(url -> Budget.isId(budgetId))
                .map(url -> url.toString().replaceFirst("/+$", "") + "/#/budgets/" + budgetId);
    }
}
