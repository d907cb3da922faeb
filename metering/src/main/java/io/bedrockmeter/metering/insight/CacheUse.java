package io.bedrockmeter.metering.insight;

import io.bedrockmeter.metering.insight.Callers.Priced;
import io.bedrockmeter.metering.insight.Finding.Item;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * How callers use prompt caches of models that have prices for them, by principal and model. Calls without a price are left
 * out, as are those to models whose caches have none.
 *
 * @param totals of the calls
 * @param amount what the rule makes of prices and quantities, in USD
 */
record CacheUse(Totals totals, BigDecimal amount) {

    /** Who calls what. */
    private record Caller(String principal, String model) {}

    /** List prices of one token: as input, read from a cache, written to one for five minutes and for an hour. */
    record CachePrices(BigDecimal input, BigDecimal read, BigDecimal write, BigDecimal writeForAnHour) {

        /** Where all of these have a price; writing for an hour costs what writing does where it has none of its own. */
        static Optional<CachePrices> of(Priced priced, Evidence evidence) {
            Optional<BigDecimal> input = priced.price(Unit.INPUT_TOKEN, evidence);
            Optional<BigDecimal> read = priced.price(Unit.CACHE_READ_TOKEN, evidence);
            Optional<BigDecimal> write = priced.price(Unit.CACHE_WRITE_5M_TOKEN, evidence);
            if (input.isEmpty() || read.isEmpty() || write.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new CachePrices(
                    input.get(),
                    read.get(),
                    write.get(),
                    priced.price(Unit.CACHE_WRITE_1H_TOKEN, evidence).orElse(write.get())));
        }
    }

    /** Every caller whose use is as asked for, with its amount as the stake. */
    static List<Item> items(
            Evidence evidence, BiFunction<CachePrices, Quantities, BigDecimal> amount, Predicate<CacheUse> asked) {
        Map<Caller, CacheUse> byCaller = new HashMap<>();
        Callers.forEachPriced(evidence, Callers.PRINCIPAL, (principal, priced, totals) -> {
            if (totals.unpriced() == 0) {
                CachePrices.of(priced, evidence)
                        .ifPresent(prices -> byCaller.merge(
                                new Caller(principal, priced.model()),
                                new CacheUse(totals, amount.apply(prices, totals.quantities())),
                                CacheUse::plus));
            }
        });
        return byCaller.entrySet().stream()
                .filter(found -> found.getValue().amount().signum() > 0 && asked.test(found.getValue()))
                .map(found -> found.getValue().item(found.getKey()))
                .toList();
    }

    private CacheUse plus(CacheUse other) {
        return new CacheUse(totals.plus(other.totals), amount.add(other.amount));
    }

    /** Tokens of prompts, from a cache or not. */
    BigDecimal promptTokens() {
        Quantities used = totals.quantities();
        return BigDecimal.valueOf(used.inputTokens())
                .add(BigDecimal.valueOf(used.cacheReadTokens()))
                .add(BigDecimal.valueOf(used.cacheWriteTokens()));
    }

    BigDecimal readTokens() {
        return BigDecimal.valueOf(totals.quantities().cacheReadTokens());
    }

    /** Whether the share of prompt tokens read from a cache is less than a limit. */
    boolean readsLessThan(BigDecimal share) {
        return readTokens().compareTo(promptTokens().multiply(share)) < 0;
    }

    /** Whether prompts have so many tokens on average; failed calls have none. */
    boolean hasPromptsOf(int tokens) {
        BigDecimal served = BigDecimal.valueOf(totals.requests() - totals.errors());
        return promptTokens().compareTo(served.multiply(BigDecimal.valueOf(tokens))) >= 0;
    }

    private Item item(Caller caller) {
        Map<String, String> key = new LinkedHashMap<>();
        key.put(Callers.PRINCIPAL, caller.principal());
        key.put(Callers.MODEL, caller.model());
        Quantities used = totals.quantities();
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("inputTokens", Long.toString(used.inputTokens()));
        figures.put("cacheReadTokens", Long.toString(used.cacheReadTokens()));
        figures.put("cacheWriteTokens", Long.toString(used.cacheWriteTokens()));
        figures.put("hitShare", Amounts.share(readTokens(), promptTokens()));
        return new Item(key, totals.requests(), totals.cost(), Amounts.money(amount), figures);
    }

    /** The share of all prompt tokens of some callers that came from a cache. */
    static String hitShare(List<Item> items) {
        BigDecimal read = sum(items, "cacheReadTokens");
        return Amounts.share(read, read.add(sum(items, "inputTokens")).add(sum(items, "cacheWriteTokens")));
    }

    private static BigDecimal sum(List<Item> items, String figure) {
        return items.stream()
                .map(item -> new BigDecimal(item.figures().getOrDefault(figure, "0")))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What the rules about caches ask of the totals to show what they found. */
    static Money spent(List<Item> items) {
        return items.stream().map(Item::cost).reduce(Money.ZERO, Money::plus);
    }
}
