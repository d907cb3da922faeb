package io.bedrockmeter.metering.insight;

import io.bedrockmeter.metering.insight.CacheUse.CachePrices;
import io.bedrockmeter.metering.insight.Finding.Item;
import io.bedrockmeter.metering.query.RowFilter;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Callers that pay more for writing prompt caches than reading them saves. */
final class UnreadCaches implements Rule {

    private final InsightSettings settings;

    UnreadCaches(InsightSettings settings) {
        this.settings = settings;
    }

    @Override
    public String id() {
        return "prompt-caching-unread";
    }

    @Override
    public String title() {
        return "Caches written and not read";
    }

    @Override
    public List<Finding> findings(Evidence evidence) {
        List<Item> items = CacheUse.items(evidence, UnreadCaches::loss, use -> true);
        return Findings.of(
                this,
                settings,
                evidence,
                StakeKind.LOSS,
                items,
                ranked -> ranked.finding(
                        "Writing a prompt cache costs more than sending input, reading it less. These callers paid "
                                + Amounts.usd(ranked.stake())
                                + " more than the same tokens would have cost as plain input: they write and hardly read.",
                        List.of("List prices as of " + evidence.pricedAt() + ", of short prompts, without discounts."),
                        Map.of("hitShare", CacheUse.hitShare(ranked.items())),
                        Callers.question(
                                List.of(Callers.PRINCIPAL, Callers.MODEL),
                                Callers.with(
                                        evidence.filters(),
                                        RowFilter.in(Callers.PRINCIPAL, ranked.values(Callers.PRINCIPAL)),
                                        RowFilter.in(Callers.MODEL, ranked.values(Callers.MODEL))),
                                evidence.range())));
    }

    /** Writes x (write price - input price) - reads x (input price - read price). */
    private static BigDecimal loss(CachePrices prices, Quantities used) {
        return extra(used, Unit.CACHE_WRITE_5M_TOKEN, prices.write(), prices)
                .add(extra(used, Unit.CACHE_WRITE_1H_TOKEN, prices.writeForAnHour(), prices))
                .add(extra(used, Unit.CACHE_READ_TOKEN, prices.read(), prices));
    }

    /** What a quantity costs more than as plain input; negative where it costs less. */
    private static BigDecimal extra(Quantities used, Unit unit, BigDecimal price, CachePrices prices) {
        return BigDecimal.valueOf(used.get(unit)).multiply(price.subtract(prices.input()));
    }
}
