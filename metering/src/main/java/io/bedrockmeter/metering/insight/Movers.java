package io.bedrockmeter.metering.insight;

import io.bedrockmeter.metering.insight.Finding.Item;
import io.bedrockmeter.metering.insight.Findings.Ranked;
import io.bedrockmeter.metering.query.GroupKey;
import io.bedrockmeter.metering.query.Grouping;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What costs clearly more or less than in the period before. */
final class Movers implements Rule {

    /** A smaller change than this share of what was spent before is none. */
    private static final BigDecimal CLEAR_CHANGE = new BigDecimal("0.2");

    private final InsightSettings settings;

    Movers(InsightSettings settings) {
        this.settings = settings;
    }

    @Override
    public String id() {
        return "movers";
    }

    @Override
    public String title() {
        return "What changed since the period before";
    }

    @Override
    public List<Finding> findings(Evidence evidence) {
        List<String> keys = settings.moversBy().stream()
                .filter(key -> Grouping.isDimension(key) || evidence.tagKeys().contains(key))
                .toList();
        if (keys.isEmpty()) {
            throw new NotAnswerableException("insights.moversBy names no tag key or dimension that there is");
        }
        // One pass for all keys: combinations of their values are far fewer than cells.
        Map<GroupKey, Totals> now = evidence.totals(Callers.question(keys, evidence.filters(), evidence.range()));
        Map<GroupKey, Totals> before =
                evidence.totals(Callers.question(keys, evidence.filters(), evidence.previousRange()));
        if (before.isEmpty()) {
            throw new NotAnswerableException(
                    "there is no usage before " + evidence.range().first());
        }
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            List<Item> items = items(key, by(i, now), by(i, before));
            findings.addAll(Findings.of(
                    this, settings, evidence, StakeKind.GROWTH, items, ranked -> finding(key, ranked, evidence)));
        }
        return findings;
    }

    private static Map<String, Totals> by(int position, Map<GroupKey, Totals> combinations) {
        Map<String, Totals> byValue = new HashMap<>();
        combinations.forEach((key, totals) -> byValue.merge(key.values().get(position), totals, Totals::plus));
        return byValue;
    }

    private List<Item> items(String key, Map<String, Totals> now, Map<String, Totals> before) {
        Set<String> values = new HashSet<>(now.keySet());
        values.addAll(before.keySet());
        List<Item> items = new ArrayList<>();
        for (String value : values) {
            Totals current = now.getOrDefault(value, Totals.ZERO);
            Money was = before.getOrDefault(value, Totals.ZERO).cost();
            Money delta = current.cost().minus(was);
            if (isClear(delta.usd().abs(), was.usd())) {
                items.add(
                        new Item(Map.of(key, value), current.requests(), current.cost(), delta, figures(current, was)));
            }
        }
        return items;
    }

    private boolean isClear(BigDecimal change, BigDecimal was) {
        return change.compareTo(settings.leastStake().usd()) >= 0 && change.compareTo(was.multiply(CLEAR_CHANGE)) >= 0;
    }

    private static Map<String, String> figures(Totals now, Money was) {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("previousCost", was.toString());
        figures.put("delta", now.cost().minus(was).toString());
        if (was.signum() != 0) {
            figures.put("ratio", Amounts.share(now.cost().usd(), was.usd()));
        }
        return figures;
    }

    private static Finding finding(String key, Ranked ranked, Evidence evidence) {
        long up = ranked.items().stream()
                .filter(item -> item.stake().signum() > 0)
                .count();
        long down = ranked.items().size() - up;
        Finding found = ranked.finding(
                "By " + key + ", " + up + " cost at least " + Amounts.percent(CLEAR_CHANGE, BigDecimal.ONE)
                        + " more than in the period before and together grew by " + Amounts.usd(ranked.stake()) + "; "
                        + down + " cost at least as much less.",
                evidence.range().end().isAfter(evidence.pricedAt())
                        ? List.of("The period is not over; the one before is told whole.")
                        : List.of(),
                Map.of("by", key),
                Callers.question(List.of(key), evidence.filters(), evidence.range()));
        return found.titled(found.title() + ", by " + key);
    }
}
