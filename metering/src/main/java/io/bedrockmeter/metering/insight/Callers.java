package io.bedrockmeter.metering.insight;

import io.bedrockmeter.metering.query.Grouping;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.RowFilter;
import io.bedrockmeter.metering.query.TimeRange;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions that rules have in common. */
final class Callers {

    static final String PRINCIPAL = "principal";
    static final String MODEL = "model";
    static final String REGION = "region";
    static final String SCOPE = "scope";
    static final String TIER = "tier";

    private static final List<String> PRICED_BY = List.of(MODEL, REGION, SCOPE, TIER);

    private Callers() {}

    /** What one price list entry decides about: calls to a model from a Region, with a scope and tier. */
    record Priced(String model, Scope scope, String region, String tier) {

        /** The list price of a unit, empty when there is none. */
        Optional<BigDecimal> price(Unit unit, Evidence evidence) {
            return evidence.prices().usdPerUnit(model, scope, region, tier, unit, evidence.pricedAt());
        }

        Priced in(Scope other) {
            return new Priced(model, other, region, tier);
        }
    }

    /** Every total with what is priced alike, told apart by {@code key}. */
    static void forEachPriced(Evidence evidence, String key, TriConsumer into) {
        List<String> groupBy = new ArrayList<>(List.of(key));
        groupBy.addAll(PRICED_BY);
        evidence.totals(question(groupBy, evidence.filters(), evidence.range())).forEach((group, totals) -> {
            List<String> values = group.values();
            into.accept(
                    values.get(0),
                    new Priced(values.get(1), scope(values.get(3)), values.get(2), values.get(4)),
                    totals);
        });
    }

    /** Takes a value of the key, what is priced alike, and the totals. */
    @FunctionalInterface
    interface TriConsumer {
        void accept(String value, Priced priced, Totals totals);
    }

    private static Scope scope(String wireName) {
        return wireName.equals(Scope.GLOBAL.wireName()) ? Scope.GLOBAL : Scope.REGIONAL;
    }

    static Question question(List<String> groupBy, List<RowFilter> filters, TimeRange range) {
        return new Question(groupBy.stream().map(Grouping::of).toList(), filters, range, Optional.empty());
    }

    static List<RowFilter> with(List<RowFilter> filters, RowFilter... more) {
        List<RowFilter> all = new ArrayList<>(filters);
        all.addAll(List.of(more));
        return all;
    }
}
