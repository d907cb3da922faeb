package io.bedrockmeter.metering.query;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Totals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A question about usage.
 *
 * @param groupBy dimensions and tag keys; none gives one group
 * @param filters accepted values by dimension or tag key: all keys must fit, each with any of its values
 * @param granularity length of the windows to tell apart, empty for one total over all time
 */
public record UsageQuery(List<String> groupBy, Map<String, Set<String>> filters, Optional<Granularity> granularity) {

    public UsageQuery {
        groupBy = List.copyOf(groupBy);
        filters = filters.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, filter -> Set.copyOf(filter.getValue())));
    }

    /** Which totals answer this: the longest windows that still tell apart what is asked. */
    public Granularity source() {
        return granularity.orElse(Granularity.MONTH);
    }

    /** The tag keys it asks about: they must be in the taxonomy that made the rows. */
    public List<String> tagKeys() {
        return Grouping.tagKeys(Stream.concat(groupBy.stream(), filters.keySet().stream()));
    }

    /** The answer over rows of {@link #source()}. */
    public UsageAnswer over(List<UsageRow> rows) {
        List<Grouping> groupings = groupBy.stream().map(Grouping::of).toList();
        Map<UsageGroup.Key, Totals> groups = new HashMap<>();
        Totals total = Totals.ZERO;
        for (UsageRow row : rows) {
            if (accepts(row.dimensions())) {
                groups.merge(key(groupings, row), row.totals(), Totals::plus);
                total = total.plus(row.totals());
            }
        }
        List<UsageGroup> sorted = groups.entrySet().stream()
                .map(group -> new UsageGroup(group.getKey(), group.getValue()))
                .filter(UsageGroup::isPresent)
                .sorted(UsageGroup.COSTLIEST_FIRST)
                .toList();
        return new UsageAnswer(groupBy, granularity, sorted, total);
    }

    private boolean accepts(Dimensions dimensions) {
        for (Map.Entry<String, Set<String>> filter : filters.entrySet()) {
            if (!filter.getValue().contains(Grouping.of(filter.getKey()).value().apply(dimensions))) {
                return false;
            }
        }
        return true;
    }

    private UsageGroup.Key key(List<Grouping> groupings, UsageRow row) {
        return new UsageGroup.Key(
                granularity.map(length -> row.windowStart()),
                groupings.stream()
                        .map(grouping -> grouping.value().apply(row.dimensions()))
                        .toList());
    }
}
