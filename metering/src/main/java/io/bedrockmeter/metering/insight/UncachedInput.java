package io.bedrockmeter.metering.insight;

import io.bedrockmeter.metering.insight.CacheUse.CachePrices;
import io.bedrockmeter.metering.insight.Finding.Item;
import io.bedrockmeter.metering.query.RowFilter;
import io.bedrockmeter.schemas.model.Quantities;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/**
 * Callers that send long prompts to models with cheap cache reads and read little from caches. Logs do not tell which input
 * tokens are the same as before: what caching would save rests on assumptions, which the finding names.
 */
final class UncachedInput implements Rule {

    /** Shorter prompts are not cached (minimum tokens per cache checkpoint, Bedrock user guide, prompt-caching.html). */
    static final int LEAST_PROMPT_TOKENS = 1_024;

    /** Money has twelve places; a sum of amounts keeps enough more. */
    private static final MathContext EXACT_ENOUGH = new MathContext(50, RoundingMode.HALF_UP);

    private final InsightSettings settings;

    UncachedInput(InsightSettings settings) {
        this.settings = settings;
    }

    @Override
    public String id() {
        return "prompt-caching";
    }

    @Override
    public String title() {
        return "Input that is not cached";
    }

    @Override
    public List<Finding> findings(Evidence evidence) {
        List<Item> items = CacheUse.items(
                evidence,
                this::saving,
                use -> use.readsLessThan(settings.lowHitShare()) && use.hasPromptsOf(LEAST_PROMPT_TOKENS));
        return Findings.of(
                this,
                settings,
                evidence,
                StakeKind.SAVING,
                items,
                ranked -> ranked.finding(
                        "Callers with prompts of " + LEAST_PROMPT_TOKENS
                                + " tokens or more on average read less than "
                                + Amounts.percent(settings.lowHitShare(), BigDecimal.ONE)
                                + " of them from a prompt cache, of models that have one. They cost "
                                + Amounts.usd(CacheUse.spent(ranked.items()))
                                + "; under the assumptions named, caching would have saved "
                                + Amounts.usd(ranked.stake()) + ".",
                        List.of(
                                Amounts.percent(settings.repeatedShare(), BigDecimal.ONE)
                                        + " of their input tokens are the same as shortly before (insights.caching.repeatedShare).",
                                "What is the same is sent " + settings.passesPerWrite()
                                        + " times before its cache entry ends: written once, read otherwise"
                                        + " (insights.caching.passesPerWrite).",
                                "List prices as of " + evidence.pricedAt() + ", of short prompts, without discounts."),
                        Map.of("hitShare", CacheUse.hitShare(ranked.items())),
                        Callers.question(
                                List.of(Callers.PRINCIPAL, Callers.MODEL),
                                Callers.with(
                                        evidence.filters(),
                                        RowFilter.in(Callers.PRINCIPAL, ranked.values(Callers.PRINCIPAL)),
                                        RowFilter.in(Callers.MODEL, ranked.values(Callers.MODEL))),
                                evidence.range())));
    }

    /** With n passes, share x input x (n x input price - write price - (n - 1) x read price) / n. */
    private BigDecimal saving(CachePrices prices, Quantities used) {
        BigDecimal passes = BigDecimal.valueOf(settings.passesPerWrite());
        BigDecimal perRound = prices.input()
                .multiply(passes)
                .subtract(prices.write())
                .subtract(prices.read().multiply(passes.subtract(BigDecimal.ONE)));
        return settings.repeatedShare()
                .multiply(BigDecimal.valueOf(used.inputTokens()))
                .multiply(perRound)
                .divide(passes, EXACT_ENOUGH);
    }
}
