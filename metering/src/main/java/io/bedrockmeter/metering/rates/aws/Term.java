package io.bedrockmeter.metering.rates.aws;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * One on-demand price of a SKU.
 *
 * @param effectiveFrom when it began to hold
 * @param unit what the price buys, in the words of the price list
 * @param usd the price in US dollars
 * @param wholeRange whether it holds for any amount, and is no step of a volume discount
 */
record Term(Instant effectiveFrom, String unit, BigDecimal usd, boolean wholeRange) {}
