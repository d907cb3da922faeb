package io.bedrockmeter.metering.rates;

/**
 * A row of an imported file that became no rate card, listed so that nothing is left out silently.
 *
 * @param row what the file calls it: a key or a SKU
 * @param reason why no card was made of it
 */
public record UnmappedRow(String row, String reason) {}
