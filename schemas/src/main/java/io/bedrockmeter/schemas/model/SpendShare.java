package io.bedrockmeter.schemas.model;

import java.math.BigDecimal;

/**
 * A part of what a budget has used.
 *
 * @param key dimension or tag key, for example {@code model}
 * @param value its value
 * @param amount used in the period, in the budget's measure
 */
public record SpendShare(String key, String value, BigDecimal amount) {}
