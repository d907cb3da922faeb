package io.bedrockmeter.metering.query;

import io.bedrockmeter.schemas.model.Totals;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One line of an answer. */
public record UsageGroup(Key key, Totals totals) {

    /**
     * What the group is.
     *
     * @param windowStart start of its window, empty where the answer is over all time
     * @param values its value of each thing grouped by, in that order
     */
    public record Key(Optional<Instant> windowStart, List<String> values) {
        public Key {
            values = List.copyOf(values);
        }
    }

    /** By cost, highest first; the same cost by window and values, so that the order never depends on chance. */
    static final Comparator<UsageGroup> COSTLIEST_FIRST = Comparator.comparing(
                    (UsageGroup group) -> group.totals().cost(), Comparator.reverseOrder())
            .thenComparing(group -> group.key().windowStart().orElse(Instant.EPOCH))
            .thenComparing(group -> group.key().values(), UsageGroup::compare);

    private static int compare(List<String> left, List<String> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    /** Whether anything is in it: a cell whose every request was corrected away has sums of zero. */
    boolean isPresent() {
        return !totals.equals(Totals.ZERO);
    }
}
