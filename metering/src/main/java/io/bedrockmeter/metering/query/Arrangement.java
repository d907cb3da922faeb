package io.bedrockmeter.metering.query;

import java.util.Optional;

/**
 * How an answer is sorted and cut.
 *
 * @param top how many groups to tell apart, 1 or more: those with the most of what is sorted by (of cost, where sorted by
 *     key) over the whole range; the rest is added up in one line per window
 * @param sort what lines are sorted by
 * @param ascending smallest first
 * @param after go on after this place, for a further page
 * @param limit most lines of a page, 1 or more
 */
public record Arrangement(Optional<Integer> top, SortBy sort, boolean ascending, Optional<Rank> after, int limit) {

    /** Everything, costliest first. */
    public static final Arrangement COSTLIEST_FIRST =
            new Arrangement(Optional.empty(), SortBy.COST, false, Optional.empty(), Integer.MAX_VALUE);

    /** Of the costliest. */
    public static Arrangement top(int groups) {
        return new Arrangement(Optional.of(groups), SortBy.COST, false, Optional.empty(), Integer.MAX_VALUE);
    }
}
