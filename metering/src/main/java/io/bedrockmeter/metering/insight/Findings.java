package io.bedrockmeter.metering.insight;

import io.bedrockmeter.metering.insight.Finding.Item;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Makes a finding of what it is about, if that is worth saying. */
final class Findings {

    /** Values named in the question that shows a finding: it must fit into a request line. */
    private static final int VALUES_IN_QUESTION = 20;

    private static final Comparator<Item> MOST_AT_STAKE_FIRST = Comparator.comparing(
                    (Item item) -> item.stake().usd().abs())
            .reversed()
            .thenComparing(item -> item.key().toString());

    private Findings() {}

    /** One finding about all items that have a stake; none when together it is less than the least. */
    static List<Finding> of(
            Rule rule,
            InsightSettings settings,
            Evidence evidence,
            StakeKind kind,
            List<Item> items,
            Function<Ranked, Finding> into) {
        List<Item> ranked = items.stream()
                .filter(item -> item.stake().signum() != 0)
                .sorted(MOST_AT_STAKE_FIRST)
                .toList();
        Money stake = ranked.stream()
                .map(Item::stake)
                .filter(part -> part.signum() > 0)
                .reduce(Money.ZERO, Money::plus);
        if (ranked.isEmpty()) {
            return List.of();
        }
        BigDecimal most = stake.usd().max(ranked.get(0).stake().usd().abs());
        return most.compareTo(settings.leastStake().usd()) < 0
                ? List.of()
                : List.of(into.apply(new Ranked(rule, evidence, kind, ranked, stake)));
    }

    /** Items in order, and what is at stake in all. */
    record Ranked(Rule rule, Evidence evidence, StakeKind kind, List<Item> items, Money stake) {

        /** Values that the first items have of a key. */
        Set<String> values(String key) {
            Set<String> values = new TreeSet<>();
            items.stream()
                    .limit(VALUES_IN_QUESTION)
                    .map(item -> item.key().get(key))
                    .filter(Objects::nonNull)
                    .forEach(values::add);
            return values;
        }

        Finding finding(String why, List<String> assumptions, Map<String, String> figures, Question query) {
            return new Finding(
                    rule.id(),
                    rule.title(),
                    stake,
                    kind,
                    Severity.of(stake, evidence.total().cost()),
                    why,
                    assumptions,
                    figures,
                    items,
                    query,
                    kind == StakeKind.GROWTH);
        }
    }
}
