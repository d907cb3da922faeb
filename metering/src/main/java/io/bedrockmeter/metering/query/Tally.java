package io.bedrockmeter.metering.query;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Totals;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Adds rows of totals up to groups, in one pass. Not thread-safe. */
public final class Tally {

    private final Function<Dimensions, String>[] groupings;
    private final RowFilter[] filters;
    private final ToLongFunction<UsageRow> windowStartMs;
    private final int maxGroups;
    private final Map<GroupKey, Sum> groups = new HashMap<>();

    /**
     * @param calendar tells which window a row of shorter windows belongs to
     * @param maxGroups how many groups there may be
     */
    public Tally(Question question, Calendar calendar, int maxGroups) {
        this(question, windowOf(question.granularity(), calendar), maxGroups);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of functions, because it is walked for every row
    private Tally(Question question, ToLongFunction<UsageRow> windowStartMs, int maxGroups) {
        this.groupings = question.groupBy().stream().map(Grouping::value).toArray(Function[]::new);
        this.filters = question.filters().toArray(RowFilter[]::new);
        this.windowStartMs = windowStartMs;
        this.maxGroups = maxGroups;
    }

    /** Over rows whose windows are just as long as asked for. */
    static Tally ofWindows(Question question) {
        ToLongFunction<UsageRow> own = question.granularity().isPresent()
                ? row -> row.windowStart().toEpochMilli()
                : row -> GroupKey.NO_WINDOW;
        return new Tally(question, own, Integer.MAX_VALUE);
    }

    private static ToLongFunction<UsageRow> windowOf(Optional<Granularity> granularity, Calendar calendar) {
        return granularity
                .<ToLongFunction<UsageRow>>map(length ->
                        row -> calendar.windowStart(length, row.windowStart()).toEpochMilli())
                .orElse(row -> GroupKey.NO_WINDOW);
    }

    /**
     * Adds a row where it belongs, if it fits the filters.
     *
     * @throws TooManyGroupsException when that makes too many
     */
    public void add(UsageRow row) {
        Dimensions dimensions = row.dimensions();
        for (RowFilter filter : filters) {
            if (!filter.accepts(dimensions)) {
                return;
            }
        }
        String[] values = new String[groupings.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = groupings[i].apply(dimensions);
        }
        add(GroupKey.owning(windowStartMs.applyAsLong(row), values), row.totals());
    }

    /**
     * Adds totals to a group.
     *
     * @throws TooManyGroupsException when that makes too many
     */
    public void add(GroupKey key, Totals totals) {
        Sum known = groups.get(key);
        if (known != null) {
            known.add(totals);
        } else if (groups.size() >= maxGroups) {
            throw new TooManyGroupsException(maxGroups);
        } else {
            groups.put(key, Sum.of(totals));
        }
    }

    /** What the groups came to. */
    public Map<GroupKey, Totals> groups() {
        Map<GroupKey, Totals> totals = new HashMap<>(groups.size() * 2);
        groups.forEach((key, sum) -> totals.put(key, sum.totals()));
        return totals;
    }
}
