package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Second stage, keyed by budget: sums what the usage partitions contribute, judges every change against the thresholds,
 * raises alerts and publishes statuses. Follows the budgets table, too: an introduced budget is judged when all partitions
 * have counted its past, a changed amount at once, a deleted budget loses its status. What is watched without a budget has its
 * totals here as well, and is judged by {@link Watches}.
 */
final class EvaluateProcessor implements Processor<byte[], byte[], byte[], Routed> {

    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);
    /** Kept longer than the first stage keeps its totals, whose machine may have another clock. */
    private static final Duration SWEEP_SLACK = Duration.ofDays(1);

    private final EvaluationSettings settings;
    private final AtomicLong budgetsVersion;
    private boolean loaded;
    private ProcessorContext<byte[], Routed> context;
    private Refusals refusals;
    private BudgetBook book;
    private Scopes scopes;
    private Contributions contributions;
    private Judge judge;
    private StatusBoard statuses;
    private TrendWatch trends;
    private Watches watches;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    EvaluateProcessor(EvaluationSettings settings, AtomicLong budgetsVersion) {
        this.settings = settings;
        this.budgetsVersion = budgetsVersion;
    }

    @Override
    public void init(ProcessorContext<byte[], Routed> context) {
        this.context = context;
        refusals = new Refusals(context);
        book = new BudgetBook(context.getStateStore(AlertsTopology.BUDGETS), budgetsVersion, settings.watched());
        scopes = new Scopes(context.getStateStore(AlertsTopology.SCOPES));
        contributions = new Contributions(context.getStateStore(AlertsTopology.CONTRIBUTIONS));
        Announcer announcer = new Announcer(settings.lateAfter());
        judge = new Judge(context, contributions, announcer);
        statuses = new StatusBoard(context, contributions, announcer);
        trends = new TrendWatch(contributions, judge);
        watches = new Watches(settings, context, contributions);
        context.schedule(settings.emitInterval(), PunctuationType.WALL_CLOCK_TIME, time -> follow());
        context.schedule(settings.statusInterval(), PunctuationType.WALL_CLOCK_TIME, time -> publish());
        context.schedule(SWEEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, time -> sweep());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        load();
        try {
            String budgetId = new String(record.key(), StandardCharsets.UTF_8);
            Contribution contribution = Contribution.of(record.value());
            ScopeKey scope = new ScopeKey(budgetId, contribution.fingerprint());
            if (contribution instanceof Contribution.Partial partial) {
                take(scope, partial);
            } else if (contribution instanceof Contribution.Seeded seeded) {
                take(scope, seeded);
            }
        } catch (UndecodableException e) {
            refusals.refuse(record, RejectionCode.UNDECODABLE, String.valueOf(e.getMessage()));
        }
    }

    private void take(ScopeKey scope, Contribution.Partial partial) {
        ScopeProgress progress = progress(scope);
        Slot slot = partial.slot();
        Optional<Spend> before = spendOfClosed(scope, slot);
        contributions.put(scope, partial);
        if (watches.changed(scope, slot)) {
            return;
        }
        if (slot.series() == Series.MINUTE || slot.series() == Series.QUARTER) {
            trends.changed(scope, slot.instance());
        }
        if (slot.series() == Series.PERIOD) {
            book.find(scope)
                    .filter(budget -> progress.settled())
                    .ifPresent(budget -> budget.windowAt(slot.start()).ifPresent(window -> {
                        judge.judge(budget, slot.instance(), window, before, progress.since());
                        statuses.changed(scope, slot.instance());
                    }));
        }
    }

    /** What a closed period has spent so far: a change of it is a correction. */
    private Optional<Spend> spendOfClosed(ScopeKey scope, Slot slot) {
        if (slot.series() != Series.PERIOD) {
            return Optional.empty();
        }
        return book.find(scope)
                .flatMap(budget -> budget.windowAt(slot.start()))
                .filter(window -> !window.end().plus(Restatement.CLOSED_AFTER).isAfter(now()))
                .map(window -> contributions.total(scope, slot));
    }

    private void take(ScopeKey scope, Contribution.Seeded seeded) {
        scopes.put(scope, progress(scope).withSeeded(seeded.sourcePartition(), seeded.coveredFrom(), now()));
        follow(scope);
    }

    private ScopeProgress progress(ScopeKey scope) {
        return scopes.find(scope).orElseGet(() -> {
            ScopeProgress starting = ScopeProgress.startingAt(now());
            scopes.put(scope, starting);
            return starting;
        });
    }

    private void load() {
        boolean changed = book.refresh();
        if (!loaded) {
            scopes.load();
            loaded = true;
        }
        if (changed) {
            for (Map.Entry<ScopeKey, ScopeProgress> entry : scopes.all()) {
                if (entry.getValue().settled()) {
                    book.find(entry.getKey()).ifPresent(this::open);
                }
            }
        }
    }

    private void open(ScopedBudget budget) {
        statuses.open(budget);
        trends.open(budget);
    }

    /** Lets every scope follow what happened to its budget. */
    private void follow() {
        load();
        for (Map.Entry<ScopeKey, ScopeProgress> entry : scopes.all()) {
            if (scopes.find(entry.getKey()).isPresent()) {
                follow(entry.getKey());
            }
        }
        judge.lookAtRestatements(book);
    }

    private void follow(ScopeKey scope) {
        ScopeProgress progress = progress(scope);
        if (book.counted(scope).isEmpty()) {
            withdraw(scope, progress);
            return;
        }
        if (!progress.listed()) {
            progress = progress.withListedAt(now());
            scopes.put(scope, progress);
        }
        ScopedBudget budget = book.find(scope).orElse(null);
        if (!progress.settled()) {
            if (progress.isComplete(settings.usagePartitions(), settings.seedingGrace(), now())) {
                settle(scope, budget, progress);
            }
        } else if (budget == null) {
            return;
        } else if (progress.definition() != budget.definition()) {
            judgeAll(budget, progress, PeriodState.Occasion.CHANGE);
        } else {
            trends.look(budget, now(), PeriodState.Occasion.CHANGE, statuses);
        }
    }

    private void settle(ScopeKey scope, @Nullable ScopedBudget budget, ScopeProgress progress) {
        if (budget == null) {
            scopes.put(scope, progress.judgedAs(scope.fingerprint()));
        } else {
            judgeAll(budget, progress, PeriodState.Occasion.INTRODUCTION);
        }
        removeOlderScopes(scope, progress);
    }

    /**
     * Judges the periods a scope has usage in. Periods that are over and have a successor are history: an introduction or
     * a new amount must not raise an alert for each of them.
     */
    private void judgeAll(ScopedBudget budget, ScopeProgress progress, PeriodState.Occasion occasion) {
        contributions.periods(budget.scope()).forEach((instance, starts) -> {
            for (Instant start : starts) {
                budget.windowAt(start).ifPresent(window -> {
                    boolean history =
                            start.isBefore(starts.last()) && !window.end().isAfter(now());
                    judge.judge(budget, instance, window, history ? PeriodState.Occasion.HISTORY : occasion);
                });
            }
        });
        scopes.put(budget.scope(), progress.judgedAs(budget.definition()));
        open(budget);
        trends.look(budget, now(), occasion, statuses);
    }

    /** A scope that is not in the table (any more); it may also not be there yet on this machine. */
    private void withdraw(ScopeKey scope, ScopeProgress progress) {
        if (progress.listed()) {
            scopes.put(scope, progress.withdrawn());
            trends.forget(scope);
            watches.forget(scope);
            if (!Budget.isId(scope.budgetId())) {
                return;
            }
            if (book.find(scope.budgetId()).isEmpty()) {
                statuses.withdraw(scope);
            } else {
                statuses.forget(scope);
            }
        }
    }

    private void removeOlderScopes(ScopeKey current, ScopeProgress progress) {
        for (Map.Entry<ScopeKey, ScopeProgress> other : scopes.all()) {
            ScopeKey scope = other.getKey();
            boolean older = other.getValue().toldAt().isBefore(progress.toldAt());
            if (scope.budgetId().equals(current.budgetId()) && !scope.equals(current) && older) {
                contributions.remove(scope);
                watches.remove(scope);
                scopes.remove(scope);
            }
        }
    }

    private void publish() {
        load();
        for (Map.Entry<ScopeKey, ScopeProgress> entry : scopes.all()) {
            if (entry.getValue().settled()) {
                book.find(entry.getKey())
                        .ifPresent(budget ->
                                statuses.publish(budget, entry.getValue().coveredFrom(), trends));
                watches.look(entry.getKey(), entry.getValue().since(), now());
            }
        }
    }

    private void sweep() {
        load();
        Instant floor = now().minus(settings.horizon()).minus(SWEEP_SLACK);
        contributions.sweep(book, floor, now());
        judge.sweep(book, floor, now());
        for (Map.Entry<ScopeKey, ScopeProgress> entry : scopes.all()) {
            if (!entry.getValue().listed() && entry.getValue().toldAt().isBefore(floor)) {
                contributions.remove(entry.getKey());
                watches.remove(entry.getKey());
                scopes.remove(entry.getKey());
            }
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
