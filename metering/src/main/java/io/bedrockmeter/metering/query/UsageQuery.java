package io.bedrockmeter.metering.query;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.schemas.model.Granularity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A question about all usage there is, as a report asks it.
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
        Tally tally = Tally.ofWindows(question());
        rows.forEach(tally::add);
        Sum total = new Sum();
        List<UsageGroup> sorted = tally.groups().entrySet().stream()
                .peek(group -> total.add(group.getValue()))
                .map(group -> new UsageGroup(key(group.getKey()), group.getValue()))
                .filter(UsageGroup::isPresent)
                .sorted(UsageGroup.COSTLIEST_FIRST)
                .toList();
        return new UsageAnswer(groupBy, granularity, sorted, total.totals());
    }

    private Question question() {
        return new Question(
                groupBy.stream().map(Grouping::of).toList(),
                filters.entrySet().stream()
                        .map(filter -> RowFilter.in(filter.getKey(), filter.getValue()))
                        .toList(),
                TimeRange.ALL,
                granularity);
    }

    private static UsageGroup.Key key(GroupKey key) {
        Optional<Instant> window =
                key.hasWindow() ? Optional.of(Instant.ofEpochMilli(key.windowStartMs())) : Optional.empty();
        return new UsageGroup.Key(window, key.values());
    }
}
