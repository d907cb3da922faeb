package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.alerts.watch.AnomalyRules;
import io.bedrockmeter.alerts.watch.AnomalyWindow;
import io.bedrockmeter.alerts.watch.Episodes;
import io.bedrockmeter.alerts.watch.SpendHistory;
import io.bedrockmeter.alerts.watch.UsualSpend;
import io.bedrockmeter.schemas.model.AlertEvidence;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetReading;
import io.bedrockmeter.schemas.model.BudgetSubject;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.SpendShare;
import io.bedrockmeter.schemas.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares every value of a key with its own past, hour by hour and day by day. A window is judged whenever it changed, while
 * it lasts and for a day after; what is usual for it is remembered until its past changes.
 */
final class AnomalyWatch implements Watches.Watch {

    /** Windows that ended longer ago are history. */
    private static final Duration JUDGED = Duration.ofDays(1);

    private static final Duration DAY = Duration.ofDays(1);

    /** Windows of one value of which is remembered what is usual: some more than are judged at a time. */
    private static final int MOST_REMEMBERED = 50;

    private final WatchedSpend spend;
    private final AnomalyRules rules;
    private final Contributions contributions;
    private final WatchStore store;
    private final AlertLog log;
    private final WatchAlerts alerts;
    private final SortedMap<String, TreeSet<Instant>> changed = new TreeMap<>();
    private final Map<String, Map<BudgetWindow, Optional<UsualSpend>>> usual = new HashMap<>();
    private final Map<AnomalyWindow, Set<String>> open = new EnumMap<>(AnomalyWindow.class);
    private boolean loaded;

    AnomalyWatch(WatchedSpend spend, Contributions contributions, WatchStore store, AlertLog log, WatchAlerts alerts) {
        this.spend = spend;
        this.rules = spend.rules();
        this.contributions = contributions;
        this.store = store;
        this.log = log;
        this.alerts = alerts;
    }

    @Override
    public void changed(Slot slot) {
        if (slot.series() == Series.PERIOD) {
            changed.computeIfAbsent(slot.instance(), any -> new TreeSet<>()).add(slot.start());
            Optional.ofNullable(usual.get(slot.instance()))
                    .ifPresent(known ->
                            known.keySet().removeIf(window -> slot.start().isBefore(window.start())));
        }
    }

    @Override
    public void look(Instant since, Instant now) {
        load(now);
        Map<String, TreeSet<Instant>> looked = new TreeMap<>(changed);
        changed.clear();
        for (AnomalyWindow kind : AnomalyWindow.values()) {
            if (rules.windows().contains(kind)) {
                looked.forEach((instance, hours) -> judge(kind, instance, hours, since, now));
                List.copyOf(openOf(kind)).forEach(instance -> close(kind, instance, now));
            }
        }
    }

    @Override
    public void forget() {
        changed.clear();
        usual.clear();
        open.values().forEach(Set::clear);
        loaded = false;
    }

    /** After a start everything of the last day is looked at once more. */
    private void load(Instant now) {
        if (loaded) {
            return;
        }
        loaded = true;
        contributions
                .starts(spend.scope(), Series.PERIOD)
                .forEach((instance, starts) -> changed.computeIfAbsent(instance, any -> new TreeSet<>())
                        .addAll(starts.tailSet(now.minus(JUDGED).minus(DAY))));
        for (AnomalyWindow kind : rules.windows()) {
            store.each(spend.scope(), kind.ordinal(), (instance, state) -> {
                if (Episodes.of(state).isOpen()) {
                    openOf(kind).add(instance);
                }
            });
        }
    }

    private void judge(AnomalyWindow kind, String instance, TreeSet<Instant> hours, Instant since, Instant now) {
        hours.stream()
                .map(hour -> kind.at(hour, zone()))
                .distinct()
                .filter(window -> window.end().isAfter(now.minus(JUDGED)))
                .forEach(window -> judge(kind, instance, window, since));
    }

    private void judge(AnomalyWindow kind, String instance, BudgetWindow window, Instant since) {
        Episodes episodes = episodes(kind, instance);
        if (episodes.isMarked(window.start())) {
            return;
        }
        Money spent = spent(instance, window);
        if (spent.compareTo(rules.minimum()) < 0) {
            return;
        }
        Optional<UsualSpend> known = usual(kind, instance, window);
        if (known.isEmpty()
                || spent.compareTo(known.get().bound(kind, rules)) <= 0
                || history(instance, window.start()).isHabit(kind, window.start(), spent)) {
            return;
        }
        Episodes.Mark mark = episodes.markOf(window.start(), kind.reach(), known(kind, instance, window, since));
        put(
                kind,
                instance,
                episodes.with(window.start(), mark).since(window.start().minus(kind.remembered())));
        PeriodState.Told told = log.about(new PeriodKey(spend.id(), instance, window.start()));
        if (mark == Episodes.Mark.RAISED && !told.contains(AlertKind.ANOMALY, kind.label())) {
            tell(AlertKind.ANOMALY, kind, instance, window, spent, known.get());
        }
    }

    /** Tells that an anomaly is over, once nothing follows it for a while. */
    private void close(AnomalyWindow kind, String instance, Instant now) {
        Episodes episodes = episodes(kind, instance);
        for (Instant start : episodes.over(kind.reach(), last -> kind.calmAfter(last, zone()), now)) {
            episodes = episodes.with(start, Episodes.Mark.OVER);
            put(kind, instance, episodes);
            BudgetWindow window = kind.at(start, zone());
            UsualSpend known =
                    usual(kind, instance, window).orElseGet(() -> new UsualSpend(Money.ZERO.usd(), Money.ZERO.usd()));
            tell(AlertKind.RECOVERED, kind, instance, window, spent(instance, window), known);
        }
    }

    private Episodes.Known known(AnomalyWindow kind, String instance, BudgetWindow window, Instant since) {
        PeriodState.Told told = log.about(new PeriodKey(spend.id(), instance, window.start()));
        if (told.contains(AlertKind.RECOVERED, kind.label())) {
            return Episodes.Known.TOLD_OVER;
        }
        if (told.contains(AlertKind.ANOMALY, kind.label())) {
            return Episodes.Known.TOLD;
        }
        return window.end().isAfter(since) ? Episodes.Known.NEW : Episodes.Known.BEFORE;
    }

    private Episodes episodes(AnomalyWindow kind, String instance) {
        return store.find(spend.scope(), kind.ordinal(), instance)
                .map(Episodes::of)
                .orElse(Episodes.NONE);
    }

    private void put(AnomalyWindow kind, String instance, Episodes episodes) {
        store.put(spend.scope(), kind.ordinal(), instance, episodes.toBytes());
        if (episodes.isOpen()) {
            openOf(kind).add(instance);
        } else {
            openOf(kind).remove(instance);
        }
    }

    private Set<String> openOf(AnomalyWindow kind) {
        return open.computeIfAbsent(kind, any -> new TreeSet<>());
    }

    private Money spent(String instance, BudgetWindow window) {
        return contributions
                .sum(spend.scope(), Series.PERIOD, instance, window.start(), window.end())
                .cost();
    }

    private Optional<UsualSpend> usual(AnomalyWindow kind, String instance, BudgetWindow window) {
        Map<BudgetWindow, Optional<UsualSpend>> known = usual.computeIfAbsent(instance, any -> new HashMap<>());
        if (known.size() >= MOST_REMEMBERED) {
            known.clear();
        }
        return known.computeIfAbsent(
                window, any -> history(instance, window.start()).usual(kind, window.start()));
    }

    private SpendHistory history(String instance, Instant before) {
        SortedMap<Instant, Money> hours = new TreeMap<>();
        contributions
                .slots(
                        spend.scope(),
                        Series.PERIOD,
                        instance,
                        before.minus(AnomalyRules.HISTORY).minus(DAY),
                        before)
                .forEach((start, slot) -> hours.put(start, slot.cost()));
        return new SpendHistory(hours, rules);
    }

    private void tell(
            AlertKind alertKind,
            AnomalyWindow kind,
            String instance,
            BudgetWindow window,
            Money spent,
            UsualSpend known) {
        BudgetSubject subject = new BudgetSubject(spend.id(), instance, spend.eachOf(), "", window);
        BudgetReading reading =
                BudgetReading.of(BudgetAmount.usd(spent), BudgetAmount.usd(known.bound(kind, rules)), Optional.empty());
        List<SpendShare> shares = alertKind == AlertKind.ANOMALY
                ? new Contributors(spend, contributions).of(kind, instance, window, known)
                : List.of();
        alerts.send(new WatchAlerts.News(
                alertKind,
                subject,
                kind.label(),
                rules.sensitivity(),
                reading,
                shares,
                new AlertEvidence.Anomaly(known.roundedMedian(), known.roundedSpread()),
                rules.targets()));
    }

    private ZoneId zone() {
        return rules.week().zone();
    }
}
