package io.bedrockmeter.metering.insight;

import io.bedrockmeter.metering.insight.Finding.Item;
import io.bedrockmeter.metering.query.GroupKey;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.RowFilter;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Totals;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Principals whose calls nobody tagged in any way. */
final class UntaggedCallers implements Rule {

    private final InsightSettings settings;

    UntaggedCallers(InsightSettings settings) {
        this.settings = settings;
    }

    @Override
    public String id() {
        return "untagged-callers";
    }

    @Override
    public String title() {
        return "Callers without any tag";
    }

    @Override
    public List<Finding> findings(Evidence evidence) {
        List<RowFilter> untagged = Stream.concat(
                        evidence.filters().stream(),
                        evidence.tagKeys().stream().map(key -> RowFilter.in(key, Set.of(Dimensions.UNATTRIBUTED))))
                .toList();
        Question question = Callers.question(List.of(Callers.PRINCIPAL), untagged, evidence.range());
        List<Item> items = evidence.totals(question).entrySet().stream()
                .map(group -> item(group.getKey(), group.getValue()))
                .toList();
        return Findings.of(
                this,
                settings,
                evidence,
                StakeKind.SPENT,
                items,
                ranked -> ranked.finding(
                        items.size() + (items.size() == 1 ? " principal" : " principals") + " spent "
                                + Amounts.usd(ranked.stake()) + ", "
                                + Amounts.percent(
                                        ranked.stake().usd(),
                                        evidence.total().cost().usd())
                                + " of all spend, in calls for which no source gave any of the tags "
                                + String.join(", ", evidence.tagKeys())
                                + ". A profile, project, tag event or a rule for the principal would name who pays.",
                        List.of(),
                        Map.of(
                                "share",
                                Amounts.share(
                                        ranked.stake().usd(),
                                        evidence.total().cost().usd())),
                        question));
    }

    private static Item item(GroupKey key, Totals totals) {
        return new Item(
                Map.of(Callers.PRINCIPAL, key.values().get(0)),
                totals.requests(),
                totals.cost(),
                totals.cost(),
                Map.of());
    }
}
