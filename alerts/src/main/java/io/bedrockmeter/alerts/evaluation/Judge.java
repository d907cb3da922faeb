package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetMeasure;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.BurnRate;
import io.bedrockmeter.schemas.model.SpendForecast;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Judges periods, remembers what was announced about them, and sends the alerts. */
final class Judge {

    private static final int SWEEP_BATCH = 20_000;

    private final ProcessorContext<byte[], Routed> context;
    private final Contributions contributions;
    private final Announcer announcer;
    private final KeyValueStore<Bytes, byte[]> announced;
    private final AlertLog log;
    private final Sweep sweep;
    private final Set<PeriodKey> moving = new LinkedHashSet<>();
    private boolean movingLoaded;

    Judge(ProcessorContext<byte[], Routed> context, Contributions contributions, Announcer announcer) {
        this.context = context;
        this.contributions = contributions;
        this.announcer = announcer;
        this.announced = context.getStateStore(AlertsTopology.ANNOUNCED);
        this.log = new AlertLog(context.getStateStore(AlertsTopology.ALERT_LOG));
        this.sweep = new Sweep(announced, SWEEP_BATCH);
    }

    /** Judges what is spent in a period. */
    void judge(ScopedBudget budget, String instance, BudgetWindow window, PeriodState.Occasion occasion) {
        judge(budget, instance, window, occasion, (known, spend) -> known);
    }

    /**
     * Judges what is spent in a period whose spend changed.
     *
     * @param before its spend before that, where it is closed
     * @param since from when on this program has followed the budget: what changed earlier is a replay
     */
    void judge(ScopedBudget budget, String instance, BudgetWindow window, Optional<Spend> before, Instant since) {
        judge(budget, instance, window, PeriodState.Occasion.CHANGE, (known, spend) -> {
            if (spend.asOf().isBefore(since)) {
                return known;
            }
            BudgetMeasure measure = budget.budget().limit().measure();
            boolean corrected =
                    before.isPresent() && !spend.asOf().isBefore(window.end().plus(Restatement.CLOSED_AFTER));
            return known.moved(
                    before.orElse(spend).amount(measure).value(),
                    spend.amount(measure).value(),
                    budget.budget().limit().value(),
                    corrected,
                    now());
        });
    }

    private void judge(
            ScopedBudget budget,
            String instance,
            BudgetWindow window,
            PeriodState.Occasion occasion,
            BiFunction<Restatement, Spend, Restatement> moved) {
        Spend spend = contributions.total(budget.scope(), Slot.period(instance, window.start()));
        Facts facts = new Facts(budget, instance, window, spend, Optional.empty());
        PeriodKey key = new PeriodKey(budget.id(), instance, window.start());
        PeriodState known = state(key);
        apply(facts, key, known, (state, told) -> {
            PeriodState.Judgement judgement = state.judge(budget.budget(), amount(facts), occasion, told);
            boolean isTold = occasion != PeriodState.Occasion.HISTORY
                    && !judgement.next().marks().equals(known.marks());
            Restatement next = isTold
                    ? known.restatement().toldAs(amount(facts).value())
                    : moved.apply(known.restatement(), spend);
            return new PeriodState.Judgement(judgement.next().with(next), judgement.findings());
        });
    }

    /** Tells what corrections made of periods, once they have come to rest. */
    void lookAtRestatements(BudgetBook book) {
        if (!movingLoaded) {
            movingLoaded = true;
            loadMoving();
        }
        for (PeriodKey key : List.copyOf(moving)) {
            PeriodState state = state(key);
            if (!state.restatement().isMoving()) {
                moving.remove(key);
            } else if (state.restatement().isDue(now())) {
                moving.remove(key);
                book.find(key.budgetId())
                        .ifPresent(budget -> budget.windowAt(key.start())
                                .filter(window -> window.start().equals(key.start()))
                                .ifPresent(window -> restate(budget, key, window)));
            }
        }
    }

    private void restate(ScopedBudget budget, PeriodKey key, BudgetWindow window) {
        Spend spend = contributions.total(budget.scope(), Slot.period(key.instance(), window.start()));
        Facts facts = new Facts(budget, key.instance(), window, spend, Optional.empty());
        apply(facts, key, state(key), (state, told) -> state.restated(amount(facts), told));
    }

    private void loadMoving() {
        try (KeyValueIterator<Bytes, byte[]> states = announced.all()) {
            states.forEachRemaining(entry -> {
                if (PeriodState.of(entry.value).restatement().isMoving()) {
                    moving.add(PeriodKey.of(entry.key));
                }
            });
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    /** Judges what is spent in a rolling period as it ends now. */
    void judgeRolling(
            ScopedBudget budget, String instance, BudgetWindow window, Spend spend, PeriodState.Occasion occasion) {
        Facts facts = new Facts(budget, instance, window, spend, Optional.empty());
        Optional<BudgetWindow> piece = budget.windowAt(window.end().minusMillis(1));
        piece.ifPresent(now -> {
            PeriodKey key = new PeriodKey(budget.id(), instance, now.start());
            PeriodState before = announced.get(key.toBytes()) == null
                    ? previous(budget, instance, now).carried()
                    : state(key);
            apply(facts, key, before, (state, told) -> state.judge(budget.budget(), amount(facts), occasion, told));
        });
    }

    /** Judges what is expected of a period. */
    void judge(ScopedBudget budget, String instance, BudgetWindow window, Spend spend, SpendForecast forecast) {
        Facts facts = new Facts(budget, instance, window, spend, Optional.of(forecast));
        PeriodKey key = new PeriodKey(budget.id(), instance, window.start());
        apply(facts, key, state(key), (state, told) -> state.judge(budget.budget(), amount(facts), forecast, told));
    }

    /** Tells that money goes too fast, once per local day. */
    void burning(ScopedBudget budget, String instance, BudgetWindow window, Spend spend, BurnRate rate, Instant day) {
        Facts facts = new Facts(budget, instance, window, spend, Optional.empty());
        PeriodKey key = new PeriodKey(budget.id(), instance, day);
        apply(facts, key, state(key), (state, told) -> state.burning(rate, told));
    }

    /** Forgets some of the periods that ended at or before {@code floor}. */
    void sweep(BudgetBook book, Instant floor, Instant now) {
        Expiry expiry = new Expiry(floor, now);
        sweep.step((key, state) -> {
            PeriodKey period = PeriodKey.of(key);
            return book.find(period.budgetId())
                    .map(budget -> expiry.isPeriodOver(budget, period.start()))
                    .orElseGet(() -> expiry.isOver(period.start()));
        });
    }

    private record Facts(
            ScopedBudget budget, String instance, BudgetWindow window, Spend spend, Optional<SpendForecast> forecast) {}

    private static BudgetAmount amount(Facts facts) {
        return facts.spend().amount(facts.budget().budget().limit().measure());
    }

    private PeriodState previous(ScopedBudget budget, String instance, BudgetWindow piece) {
        Instant before = piece.start().minusMillis(1);
        return budget.budget()
                .calendar()
                .windowAt(before)
                .map(window -> new PeriodKey(budget.id(), instance, window.start()))
                .map(key -> announced.get(key.toBytes()) == null
                        ? PeriodState.asTold(budget.budget(), log.about(key))
                        : state(key))
                .orElse(PeriodState.NEW);
    }

    private PeriodState state(PeriodKey key) {
        byte[] known = announced.get(key.toBytes());
        return known == null ? PeriodState.NEW : PeriodState.of(known);
    }

    private void apply(
            Facts facts,
            PeriodKey key,
            PeriodState before,
            BiFunction<PeriodState, PeriodState.Told, PeriodState.Judgement> rule) {
        PeriodState.Judgement judgement = rule.apply(before, log.about(key));
        if (!judgement.next().equals(state(key))) {
            announced.put(key.toBytes(), judgement.next().toBytes());
            if (judgement.next().restatement().isMoving()) {
                moving.add(key);
            }
        }
        for (PeriodState.Finding finding : judgement.findings()) {
            send(facts, key, finding);
        }
    }

    private void send(Facts facts, PeriodKey key, PeriodState.Finding finding) {
        ScopedBudget budget = facts.budget();
        long now = context.currentSystemTimeMs();
        Map<String, Spend> shares = contributions.shares(
                budget.scope(), facts.instance(), facts.window().start());
        Alert alert = announcer.alert(
                budget.budget(),
                new Announcer.Facts(facts.instance(), facts.window(), facts.spend(), facts.forecast(), shares),
                key.start(),
                finding,
                Instant.ofEpochMilli(now));
        Routed routed = Routed.to(Routed.Route.ALERT, Topics.ALERTS.codec().encode(alert));
        context.forward(new Record<>(budget.id().getBytes(StandardCharsets.UTF_8), routed, now));
    }
}
