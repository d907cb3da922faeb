package io.bedrockmeter.metering.query;

import io.bedrockmeter.schemas.model.Granularity;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of the totals; how an answer is sorted, cut and printed is another matter.
 *
 * @param groupBy dimensions and tag keys, none for one group
 * @param filters all of which a cell must fit
 * @param range event times
 * @param granularity length of the windows to tell apart, empty for one total
 */
public record Question(
        List<Grouping> groupBy, List<RowFilter> filters, TimeRange range, Optional<Granularity> granularity) {

    public Question {
        groupBy = List.copyOf(groupBy);
        filters = List.copyOf(filters);
    }

    /** The same about another time. */
    public Question during(TimeRange newRange) {
        return new Question(groupBy, filters, newRange, granularity);
    }

    /** The totals to read: the longest windows that tell apart what is asked. */
    public List<Slice> slices(Calendar calendar) {
        return calendar.slices(granularity.orElse(Granularity.MONTH), range);
    }
}
