package io.bedrockmeter.metering.query;

import io.bedrockmeter.schemas.model.Totals;

/**
 * One line of an answer.
 *
 * @param key window and values
 * @param folded how many groups it stands for that the cut left out, 0 for a line that is one group
 * @param totals of the period asked for
 * @param previous of the period before; zero where nothing is compared
 */
public record Line(GroupKey key, int folded, Totals totals, Totals previous) {

    /** Whether it is the rest of a cut rather than a group. */
    public boolean isRemainder() {
        return folded > 0;
    }

    /** Where it stands. */
    public Rank rank(SortBy sort) {
        return new Rank(isRemainder(), sort.measure(totals), key);
    }
}
