package io.bedrockmeter.metering.insight;

import io.bedrockmeter.metering.insight.Finding.Item;
import io.bedrockmeter.metering.query.RowFilter;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Models with a high list price in environments that are not production. */
final class PremiumOutsideProduction implements Rule {

    private static final int MILLION_PLACES = 6;

    private final InsightSettings settings;
    private final Set<String> production;

    PremiumOutsideProduction(InsightSettings settings) {
        this.settings = settings;
        this.production = settings.production().stream()
                .map(value -> value.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    @Override
    public String id() {
        return "premium-models-outside-production";
    }

    @Override
    public String title() {
        return "Premium models outside production";
    }

    @Override
    public List<Finding> findings(Evidence evidence) {
        String key = settings.environmentKey();
        if (!evidence.tagKeys().contains(key)) {
            throw new NotAnswerableException("there is no tag key " + key + " (insights.environmentKey)");
        }
        Map<Pair, Usage> byPair = new HashMap<>();
        Callers.forEachPriced(evidence, key, (environment, priced, totals) -> {
            if (isOutside(environment)) {
                priced.price(Unit.OUTPUT_TOKEN, evidence)
                        .map(price -> price.scaleByPowerOfTen(MILLION_PLACES))
                        .filter(price -> price.compareTo(settings.premiumOutputUsdPerMillion()) >= 0)
                        .ifPresent(price -> byPair.merge(
                                new Pair(environment, priced.model()), new Usage(totals, price), Usage::plus));
            }
        });
        List<Item> items = byPair.entrySet().stream()
                .map(found -> item(key, found.getKey(), found.getValue()))
                .toList();
        return Findings.of(
                this,
                settings,
                evidence,
                StakeKind.SPENT,
                items,
                ranked -> ranked.finding(
                        why(evidence, ranked.stake()),
                        List.of("Calls whose environment nobody told are left out."),
                        Map.of(
                                "share",
                                Amounts.share(
                                        ranked.stake().usd(),
                                        evidence.total().cost().usd()),
                                "limitUsdPerMillionOutputTokens",
                                Amounts.plain(settings.premiumOutputUsdPerMillion())),
                        Callers.question(
                                List.of(key, Callers.MODEL),
                                Callers.with(
                                        evidence.filters(),
                                        RowFilter.in(key, ranked.values(key)),
                                        RowFilter.in(Callers.MODEL, ranked.values(Callers.MODEL))),
                                evidence.range())));
    }

    private boolean isOutside(String environment) {
        return !environment.equals(Dimensions.UNATTRIBUTED)
                && !environment.equals(Dimensions.OTHER)
                && !production.contains(environment.toLowerCase(Locale.ROOT));
    }

    private String why(Evidence evidence, Money stake) {
        return "Models with a list price of " + Amounts.plain(settings.premiumOutputUsdPerMillion())
                + " USD or more per million output tokens cost " + Amounts.usd(stake) + " in environments other than "
                + String.join(", ", new TreeSet<>(settings.production())) + ": "
                + Amounts.percent(stake.usd(), evidence.total().cost().usd()) + " of all spend, "
                + Amounts.usd(evidence.total().cost())
                + ". The stake is what was spent on them, not what another model would have saved.";
    }

    private static Item item(String key, Pair pair, Usage usage) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put(key, pair.environment());
        names.put(Callers.MODEL, pair.model());
        return new Item(
                names,
                usage.totals().requests(),
                usage.totals().cost(),
                usage.totals().cost(),
                Map.of("usdPerMillionOutputTokens", Amounts.plain(usage.usdPerMillion())));
    }

    private record Pair(String environment, String model) {}

    /** Totals and the highest price among them. */
    private record Usage(Totals totals, BigDecimal usdPerMillion) {
        Usage plus(Usage other) {
            return new Usage(totals.plus(other.totals), usdPerMillion.max(other.usdPerMillion));
        }
    }
}
