package io.bedrockmeter.metering.query;

import java.math.BigInteger;
import java.util.Comparator;

/**
 * Where a line stands among all lines, such that no two stand at the same place: a page can go on after it even when lines
 * before it came or went.
 *
 * @param remainder whether it is the rest of a cut; such lines come last
 * @param measure what is sorted by, zero where only the key counts
 * @param key of the line
 */
public record Rank(boolean remainder, BigInteger measure, GroupKey key) {

    /** Order of lines; equal measures are in ascending order of keys, so that the order never depends on chance. */
    static Comparator<Rank> order(SortBy sort, boolean ascending) {
        Comparator<BigInteger> byMeasure = ascending ? Comparator.naturalOrder() : Comparator.reverseOrder();
        Comparator<GroupKey> byKey =
                sort == SortBy.KEY && !ascending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return Comparator.comparing(Rank::remainder)
                .thenComparing(Rank::measure, byMeasure)
                .thenComparing(Rank::key, byKey);
    }
}
