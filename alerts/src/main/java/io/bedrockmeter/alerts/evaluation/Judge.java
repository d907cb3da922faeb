package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Judges periods, remembers what was announced about them, and sends the alerts. */
final class Judge {

    private static final int SWEEP_BATCH = 20_000;
    /** Longer than any period: bounds how long announcements of a deleted budget are kept. */
    private static final Duration LONGEST_PERIOD = Duration.ofDays(367);

    private final ProcessorContext<byte[], Routed> context;
    private final Contributions contributions;
    private final Announcer announcer;
    private final KeyValueStore<Bytes, byte[]> announced;
    private final AlertLog log;
    private final Sweep sweep;

    Judge(ProcessorContext<byte[], Routed> context, Contributions contributions, Announcer announcer) {
        this.context = context;
        this.contributions = contributions;
        this.announcer = announcer;
        this.announced = context.getStateStore(AlertsTopology.ANNOUNCED);
        this.log = new AlertLog(context.getStateStore(AlertsTopology.ALERT_LOG));
        this.sweep = new Sweep(announced, SWEEP_BATCH);
    }

    void judge(ScopedBudget budget, BudgetWindow window, PeriodState.Occasion occasion) {
        Spend spend = contributions.total(budget.scope(), window.start());
        Bytes key = ScopeKey.period(budget.id(), window.start());
        byte[] known = announced.get(key);
        PeriodState state = known == null ? PeriodState.NEW : PeriodState.of(known);
        PeriodState.Judgement judgement =
                state.judge(budget.budget(), spend.cost(), occasion, log.about(budget.id(), window.start()));
        if (!judgement.next().equals(state)) {
            announced.put(key, judgement.next().toBytes());
        }
        for (PeriodState.Finding finding : judgement.findings()) {
            send(budget, window, spend, finding);
        }
    }

    /** Forgets some of the periods that ended at or before {@code floor}. */
    void sweep(BudgetBook book, Instant floor) {
        sweep.step((key, state) -> {
            Instant start = ScopeKey.periodStart(key);
            Instant end = book.find(ScopeKey.budgetId(key))
                    .map(budget -> budget.windowAt(start).end())
                    .orElse(start.plus(LONGEST_PERIOD));
            return !end.isAfter(floor);
        });
    }

    private void send(ScopedBudget budget, BudgetWindow window, Spend spend, PeriodState.Finding finding) {
        long now = context.currentSystemTimeMs();
        Alert alert = announcer.alert(budget.budget(), window, spend, finding, Instant.ofEpochMilli(now));
        byte[] key = budget.id().getBytes(StandardCharsets.UTF_8);
        Routed routed = Routed.to(Routed.Route.ALERT, Topics.ALERTS.codec().encode(alert));
        context.forward(new Record<>(key, routed, now));
    }
}
