package io.bedrockmeter.schemas.model;

import java.time.Instant;

/**
 * One period of a budget, half-open.
 *
 * @param start first instant of the period, inclusive
 * @param end first instant after the period
 */
public record BudgetWindow(Instant start, Instant end) {

    public boolean contains(Instant time) {
        return !time.isBefore(start) && time.isBefore(end);
    }
}
