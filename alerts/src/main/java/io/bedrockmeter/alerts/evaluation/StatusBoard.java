package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Publishes the status of each budget's current period when it changed or a new period began. Remembers what it published
 * in memory only: after a restart everything is published once more.
 */
final class StatusBoard {

    private final ProcessorContext<byte[], Routed> context;
    private final Contributions contributions;
    private final Announcer announcer;
    private final Map<String, BudgetWindow> published = new HashMap<>();
    private final Set<String> changed = new HashSet<>();

    StatusBoard(ProcessorContext<byte[], Routed> context, Contributions contributions, Announcer announcer) {
        this.context = context;
        this.contributions = contributions;
        this.announcer = announcer;
    }

    void changed(String budgetId) {
        changed.add(budgetId);
    }

    void publish(ScopedBudget budget, Instant coveredFrom) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        BudgetWindow window = budget.windowAt(now);
        if (!changed.remove(budget.id()) && window.equals(published.get(budget.id()))) {
            return;
        }
        Spend spend = contributions.total(budget.scope(), window.start());
        BudgetStatus status = announcer.status(budget.budget(), window, spend, coveredFrom, now);
        send(
                budget.id(),
                Routed.to(Routed.Route.STATUS, Topics.BUDGET_STATUS.codec().encode(status)));
        published.put(budget.id(), window);
    }

    /** The budget is gone: so is its status. */
    void withdraw(String budgetId) {
        changed.remove(budgetId);
        published.remove(budgetId);
        send(budgetId, Routed.tombstone(Routed.Route.STATUS));
    }

    private void send(String budgetId, Routed routed) {
        byte[] key = budgetId.getBytes(StandardCharsets.UTF_8);
        context.forward(new Record<>(key, routed, context.currentSystemTimeMs()));
    }
}
