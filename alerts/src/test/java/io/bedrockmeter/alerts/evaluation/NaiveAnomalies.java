package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.alerts.watch.AnomalyRules;
import io.bedrockmeter.alerts.watch.AnomalyWindow;
import io.bedrockmeter.alerts.watch.SpendHistory;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which anomalies should be told, the slow way: everything is added up anew from the newest record of every cell and minute. What
 * is usual is asked of {@link SpendHistory}, which has tests of its own.
 */
final class NaiveAnomalies {

    private static final Duration DAY = Duration.ofDays(1);

    private final AnomalyRules rules;
    private final ZoneId zone;
    private final Map<String, UsageTotal> newest = new HashMap<>();
    private final Map<String, Set<Instant>> changed = new TreeMap<>();
    private final Set<String> ids = new LinkedHashSet<>();
    /** By value and window: the anomalous windows, and whether that was told. */
    private final Map<String, TreeMap<Instant, Boolean>> marked = new TreeMap<>();

    NaiveAnomalies(AnomalyRules rules) {
        this.rules = rules;
        this.zone = rules.week().zone();
    }

    void usage(String cellId, UsageTotal usage) {
        UsageTotal before = newest.get(cellId + usage.windowStart());
        if (before == null || before.revision() < usage.revision()) {
            newest.put(cellId + usage.windowStart(), usage);
            changed.computeIfAbsent(team(usage), any -> new TreeSet<>()).add(usage.windowStart());
        }
    }

    /** Everything of the last day is looked at once more. */
    void restart() {
        newest.values()
                .forEach(usage -> changed.computeIfAbsent(team(usage), any -> new TreeSet<>())
                        .add(usage.windowStart()));
    }

    void evaluate(Instant now, Instant since) {
        for (AnomalyWindow kind : AnomalyWindow.values()) {
            changed.forEach((team, minutes) -> judge(kind, team, minutes, now, since));
            List.copyOf(marked.keySet()).stream()
                    .filter(key -> key.startsWith(kind + " "))
                    .forEach(key -> close(kind, key, now));
        }
        changed.clear();
    }

    Set<String> ids() {
        return ids;
    }

    private void judge(AnomalyWindow kind, String team, Set<Instant> minutes, Instant now, Instant since) {
        TreeMap<Instant, Boolean> known = marked.computeIfAbsent(kind + " " + team, any -> new TreeMap<>());
        SortedMap<Instant, Money> hours = hours(team);
        Set<Instant> starts = new TreeSet<>();
        minutes.forEach(minute -> starts.add(kind.at(minute, zone).start()));
        for (Instant start : starts) {
            BudgetWindow window = kind.at(start, zone);
            if (!window.end().isAfter(now.minus(DAY)) || known.containsKey(start)) {
                continue;
            }
            Money spent = hours.subMap(start, window.end()).values().stream().reduce(Money.ZERO, Money::plus);
            SpendHistory history = new SpendHistory(
                    new TreeMap<>(hours.subMap(start.minus(AnomalyRules.HISTORY).minus(DAY), start)), rules);
            boolean anomalous = history.usual(kind, start)
                            .filter(usual -> spent.compareTo(usual.bound(kind, rules)) > 0)
                            .isPresent()
                    && !history.isHabit(kind, start, spent);
            if (anomalous) {
                boolean alone = known.keySet().stream()
                        .allMatch(other -> Duration.between(other, start).abs().compareTo(kind.reach()) > 0);
                boolean told = alone && window.end().isAfter(since);
                known.put(start, told);
                if (told) {
                    ids.add(id(kind, team, start));
                }
            }
        }
    }

    private void close(AnomalyWindow kind, String key, Instant now) {
        TreeMap<Instant, Boolean> known = marked.get(key);
        known.forEach((start, told) -> {
            Instant last = start;
            for (Instant next : known.tailMap(start).keySet()) {
                last = Duration.between(last, next).compareTo(kind.reach()) <= 0 ? next : last;
            }
            String id = id(kind, key.substring(key.indexOf(' ') + 1), start) + "/recovered";
            if (told && !kind.calmAfter(last, zone).isAfter(now)) {
                ids.add(id);
            }
        });
    }

    private SortedMap<Instant, Money> hours(String team) {
        SortedMap<Instant, Money> hours = new TreeMap<>();
        newest.values().stream()
                .filter(usage -> team(usage).equals(team))
                .forEach(usage -> hours.merge(
                        AnomalyWindow.HOUR.at(usage.windowStart(), zone).start(),
                        usage.totals().cost(),
                        Money::plus));
        return hours;
    }

    private static String id(AnomalyWindow kind, String team, Instant start) {
        return "anomaly:Team/" + team.replace(' ', '+') + "/" + start + "/" + kind.label();
    }

    private static String team(UsageTotal usage) {
        return usage.dimensions().tags().getOrDefault("Team", "");
    }
}
