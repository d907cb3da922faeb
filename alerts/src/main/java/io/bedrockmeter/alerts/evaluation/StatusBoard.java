package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.BudgetSubject;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Publishes the status of each budget's current period, and of each of its instances, when it changed or a new period began.
 * An instance without usage in a whole period loses its status. Remembers what it published in memory only: after a restart
 * everything is published once more.
 */
final class StatusBoard {

    private final ProcessorContext<byte[], Routed> context;
    private final Contributions contributions;
    private final Announcer announcer;
    private final ReadOnlyKeyValueStore<Bytes, byte[]> table;
    private final Map<ScopeKey, Map<String, Shown>> published = new HashMap<>();
    private final Map<ScopeKey, Set<String>> changed = new HashMap<>();

    /**
     * What was published last.
     *
     * @param window the period; empty when it was published by an earlier process
     * @param used whether there was any usage in it
     */
    private record Shown(Optional<BudgetWindow> window, boolean used) {}

    StatusBoard(ProcessorContext<byte[], Routed> context, Contributions contributions, Announcer announcer) {
        this.context = context;
        this.contributions = contributions;
        this.announcer = announcer;
        this.table = context.getStateStore(AlertsTopology.STATUSES);
    }

    void changed(ScopeKey scope, String instance) {
        changed.computeIfAbsent(scope, any -> new HashSet<>()).add(instance);
    }

    /** Finds the instances of a scope again, after a restart or when its past is counted. */
    void open(ScopedBudget budget) {
        Set<String> instances = changed.computeIfAbsent(budget.scope(), any -> new HashSet<>());
        if (budget.budget().eachOf().isEmpty()) {
            instances.add("");
            return;
        }
        contributions.starts(budget.scope(), budget.mainSeries()).forEach((instance, starts) -> {
            if (window(budget, now())
                    .filter(window -> window.contains(starts.last()))
                    .isPresent()) {
                instances.add(instance);
            }
        });
        listed(budget.id()).forEach(instance -> shown(budget).putIfAbsent(instance, new Shown(Optional.empty(), true)));
    }

    void publish(ScopedBudget budget, Instant coveredFrom, TrendWatch trends) {
        window(budget, now()).ifPresent(window -> {
            Set<String> due = new TreeSet<>(
                    Optional.ofNullable(changed.remove(budget.scope())).orElse(Set.of()));
            shown(budget).forEach((instance, last) -> {
                if (!last.window().equals(Optional.of(window))) {
                    due.add(instance);
                }
            });
            due.forEach(instance -> publish(budget, instance, window, coveredFrom, trends));
        });
    }

    private void publish(
            ScopedBudget budget, String instance, BudgetWindow window, Instant coveredFrom, TrendWatch trends) {
        Spend spend = budget.rolling()
                .map(rolling -> contributions.sum(
                        budget.scope(), Series.forWindow(rolling.length()), instance, window.start(), window.end()))
                .orElseGet(() -> contributions.total(budget.scope(), Slot.period(instance, window.start())));
        boolean used = !spend.asOf().equals(Instant.EPOCH);
        Shown last = shown(budget).put(instance, new Shown(Optional.of(window), used));
        if (!instance.isEmpty() && !used && last != null && !last.used()) {
            shown(budget).remove(instance);
            send(BudgetSubject.key(budget.id(), instance), Routed.tombstone(Routed.Route.STATUS));
            return;
        }
        Announcer.Facts facts =
                new Announcer.Facts(instance, window, spend, trends.forecast(budget.scope(), instance), Map.of());
        BudgetStatus status = announcer.status(budget.budget(), facts, coveredFrom, now());
        send(
                status.subject().key(),
                Routed.to(Routed.Route.STATUS, Topics.BUDGET_STATUS.codec().encode(status)));
    }

    /** The budget is gone: so are its statuses. */
    void withdraw(ScopeKey scope) {
        changed.remove(scope);
        published.remove(scope);
        send(scope.budgetId(), Routed.tombstone(Routed.Route.STATUS));
        listed(scope.budgetId())
                .forEach(instance ->
                        send(BudgetSubject.key(scope.budgetId(), instance), Routed.tombstone(Routed.Route.STATUS)));
    }

    /** The scope counts no more, its budget goes on with another one. */
    void forget(ScopeKey scope) {
        changed.remove(scope);
        published.remove(scope);
    }

    private Map<String, Shown> shown(ScopedBudget budget) {
        return published.computeIfAbsent(budget.scope(), any -> new TreeMap<>());
    }

    /** The period a status is about: of a rolling budget the time before now, of a fixed one its only period. */
    private static Optional<BudgetWindow> window(ScopedBudget budget, Instant now) {
        BudgetCalendar calendar = budget.budget().calendar();
        if (calendar instanceof BudgetCalendar.Rolling rolling) {
            return Optional.of(TrendWatch.rollingWindow(rolling, now));
        }
        return calendar instanceof BudgetCalendar.Fixed fixed ? Optional.of(fixed.window()) : budget.windowAt(now);
    }

    /** Instances of a budget that have a status on the topic. */
    private Set<String> listed(String budgetId) {
        Set<String> instances = new TreeSet<>();
        byte[] prefix = (budgetId + "/").getBytes(StandardCharsets.UTF_8);
        try (KeyValueIterator<Bytes, byte[]> entries = table.prefixScan(Bytes.wrap(prefix), new BytesSerializer())) {
            entries.forEachRemaining(entry -> instances.add(new String(
                    entry.key.get(), prefix.length, entry.key.get().length - prefix.length, StandardCharsets.UTF_8)));
        }
        return instances;
    }

    private void send(String key, Routed routed) {
        context.forward(new Record<>(key.getBytes(StandardCharsets.UTF_8), routed, context.currentSystemTimeMs()));
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
