package io.bedrockmeter.metering.insight;

import io.bedrockmeter.metering.insight.Callers.Priced;
import io.bedrockmeter.metering.insight.Finding.Item;
import io.bedrockmeter.metering.query.RowFilter;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Calls priced regionally to models that global routing has a lower price for. */
final class GlobalRouting implements Rule {

    private final InsightSettings settings;

    GlobalRouting(InsightSettings settings) {
        this.settings = settings;
    }

    @Override
    public String id() {
        return "global-routing";
    }

    @Override
    public String title() {
        return "Calls that a global profile would serve for less";
    }

    @Override
    public List<Finding> findings(Evidence evidence) {
        Map<Place, Moved> byPlace = new HashMap<>();
        List<Money> global = new ArrayList<>();
        // Grouped by caller too, although nobody asks: rules about caches ask the same, so it is read once.
        Callers.forEachPriced(evidence, Callers.PRINCIPAL, (principal, priced, totals) -> {
            if (priced.scope() == Scope.GLOBAL) {
                global.add(totals.cost());
            } else if (totals.unpriced() == 0) {
                moved(priced, totals, evidence)
                        .ifPresent(
                                moved -> byPlace.merge(new Place(priced.model(), priced.region()), moved, Moved::plus));
            }
        });
        List<Item> items = byPlace.entrySet().stream()
                .filter(found -> found.getValue().saving().signum() > 0)
                .map(found -> found.getValue().item(found.getKey()))
                .toList();
        Money spentGlobally = global.stream().reduce(Money.ZERO, Money::plus);
        return Findings.of(
                this,
                settings,
                evidence,
                StakeKind.SAVING,
                items,
                ranked -> finding(ranked, evidence, spentGlobally, isExact(byPlace)));
    }

    private static Finding finding(Findings.Ranked ranked, Evidence evidence, Money globally, boolean exact) {
        Money regionally = CacheUse.spent(ranked.items());
        BigDecimal both = globally.plus(regionally).usd();
        List<String> assumptions = new ArrayList<>(List.of(
                "The calls may be served in any commercial Region, and a global profile is open to their callers.",
                "List prices as of " + evidence.pricedAt() + ", of short prompts, without discounts."));
        if (!exact) {
            assumptions.add(
                    "What was charged differs from these prices times tokens: prompts were long, or prices changed.");
        }
        return ranked.finding(
                "Of what was spent on models that both routings have a price for, "
                        + Amounts.percent(globally.usd(), both) + " went through global profiles. The rest, "
                        + Amounts.usd(regionally) + ", would have cost " + Amounts.usd(ranked.stake())
                        + " less at the price of global routing.",
                assumptions,
                Map.of("globalShare", Amounts.share(globally.usd(), both)),
                Callers.question(
                        List.of(Callers.MODEL, Callers.REGION),
                        Callers.with(
                                evidence.filters(),
                                RowFilter.in(Callers.SCOPE, Set.of(Scope.REGIONAL.wireName())),
                                RowFilter.in(Callers.MODEL, ranked.values(Callers.MODEL))),
                        evidence.range()));
    }

    /** At both prices; empty where a unit that was used lacks one of them. */
    private static Optional<Moved> moved(Priced priced, Totals totals, Evidence evidence) {
        Priced globally = priced.in(Scope.GLOBAL);
        Quantities used = totals.quantities();
        BigDecimal regional = BigDecimal.ZERO;
        BigDecimal global = BigDecimal.ZERO;
        for (int i = 0; i < Unit.count(); i++) {
            Unit unit = Unit.at(i);
            if (used.get(unit) == 0) {
                continue;
            }
            Optional<BigDecimal> here = priced.price(unit, evidence);
            Optional<BigDecimal> there = globally.price(unit, evidence);
            if (here.isEmpty() || there.isEmpty()) {
                return Optional.empty();
            }
            BigDecimal quantity = BigDecimal.valueOf(used.get(unit));
            regional = regional.add(quantity.multiply(here.get()));
            global = global.add(quantity.multiply(there.get()));
        }
        return Optional.of(new Moved(totals, regional, global));
    }

    private static boolean isExact(Map<Place, Moved> byPlace) {
        return byPlace.values().stream()
                .filter(moved -> moved.saving().signum() > 0)
                .allMatch(moved ->
                        Amounts.money(moved.regional()).equals(moved.totals().listCost()));
    }

    private record Place(String model, String region) {}

    /** What was used, and what it comes to at both prices. */
    private record Moved(Totals totals, BigDecimal regional, BigDecimal global) {

        BigDecimal saving() {
            return regional.subtract(global);
        }

        Moved plus(Moved other) {
            return new Moved(totals.plus(other.totals), regional.add(other.regional), global.add(other.global));
        }

        Item item(Place place) {
            Map<String, String> key = new LinkedHashMap<>();
            key.put(Callers.MODEL, place.model());
            key.put(Callers.REGION, place.region());
            Map<String, String> figures = new LinkedHashMap<>();
            figures.put("regionalCost", Amounts.money(regional).toString());
            figures.put("globalCost", Amounts.money(global).toString());
            return new Item(key, totals.requests(), totals.cost(), Amounts.money(saving()), figures);
        }
    }
}
