package io.bedrockmeter.schemas.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * One dated price: what one unit costs for a model, scope, Region and tier.
 *
 * @param scope regional or global routing
 * @param region source Region it holds for; a prefix pattern such as {@code us-*} for the Regions of a geography; or
 *     {@code *} for every Region. The most specific card wins
 * @param tier {@code default}, {@code priority}, {@code flex}, {@code batch}, {@code reserved} or
 *     {@code latency-optimized}
 * @param unit what is counted
 * @param minPromptTokens 0, or the number of prompt tokens (input, cache read and cache write) a request must
 *     <em>exceed</em> for this long-context price to apply to all of its units
 * @param usdPerUnit exact price of one unit in US dollars, zero or more (durations: per millisecond)
 * @param effectiveFrom first instant at which it holds
 * @param effectiveTo first instant at which it no longer holds, empty while open-ended
 * @param layer precedence
 * @param source where the price was taken from, for readers
 * @param version version of that source, for example a price list's publication version or a date
 */
public record RateCard(
        Scope scope,
        String region,
        String tier,
        Unit unit,
        long minPromptTokens,
        BigDecimal usdPerUnit,
        Instant effectiveFrom,
        Optional<Instant> effectiveTo,
        RateLayer layer,
        String source,
        String version)
        implements DatedCard {

    /** The Region of cards that hold in every Region without a card of its own. */
    public static final String ANY_REGION = "*";

    /** The tier of calls that name none. */
    public static final String DEFAULT_TIER = "default";
}
