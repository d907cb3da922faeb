package io.bedrockmeter.metering.query;

import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Totals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Groups as lines in order.
 *
 * @param lines all of them
 * @param page those of the page asked for
 * @param next where a further page goes on, empty on the last
 * @param total the sum of all lines
 * @param previousTotal the same of the period before, zero where nothing is compared
 */
public record Arranged(List<Line> lines, List<Line> page, Optional<Rank> next, Totals total, Totals previousTotal) {

    /**
     * Arranges groups. Groups whose every request was corrected away are left out.
     *
     * @param previous groups of the period before, with the keys of the period asked for; empty where nothing is compared
     */
    public static Arranged of(Map<GroupKey, Totals> groups, Map<GroupKey, Totals> previous, Arrangement arrangement) {
        Comparator<Rank> order = Rank.order(arrangement.sort(), arrangement.ascending());
        // Ranks are made once per line and not once per comparison.
        List<Ranked> ranked = new ArrayList<>();
        cut(join(groups, previous), arrangement)
                .forEach(line -> ranked.add(new Ranked(line, line.rank(arrangement.sort()))));
        ranked.sort(Comparator.comparing(Ranked::rank, order));
        List<Line> lines = ranked.stream().map(Ranked::line).toList();
        int start =
                arrangement.after().map(rank -> firstAfter(ranked, rank, order)).orElse(0);
        int end = (int) Math.min(lines.size(), (long) start + arrangement.limit());
        List<Line> page = lines.subList(start, end);
        Optional<Rank> next =
                end < lines.size() ? Optional.of(ranked.get(end - 1).rank()) : Optional.empty();
        Sum total = new Sum();
        Sum previousTotal = new Sum();
        lines.forEach(line -> total.add(line.totals()));
        lines.forEach(line -> previousTotal.add(line.previous()));
        return new Arranged(Collections.unmodifiableList(lines), page, next, total.totals(), previousTotal.totals());
    }

    private static List<Line> join(Map<GroupKey, Totals> groups, Map<GroupKey, Totals> previous) {
        List<Line> lines = new ArrayList<>(groups.size());
        groups.forEach((key, totals) -> lines.add(new Line(key, 0, totals, previous.getOrDefault(key, Totals.ZERO))));
        previous.forEach((key, totals) -> {
            if (!groups.containsKey(key)) {
                lines.add(new Line(key, 0, Totals.ZERO, totals));
            }
        });
        lines.removeIf(
                line -> line.totals().equals(Totals.ZERO) && line.previous().equals(Totals.ZERO));
        return lines;
    }

    private static List<Line> cut(List<Line> lines, Arrangement arrangement) {
        if (arrangement.top().isEmpty()) {
            return lines;
        }
        SortBy measure = arrangement.sort() == SortBy.KEY ? SortBy.COST : arrangement.sort();
        Set<GroupKey> kept = largest(lines, measure, arrangement.top().get());
        List<Line> uncut = new ArrayList<>();
        Map<Long, Rest> rests = new HashMap<>();
        for (Line line : lines) {
            if (kept.contains(line.key().in(GroupKey.NO_WINDOW))) {
                uncut.add(line);
            } else {
                rests.computeIfAbsent(line.key().windowStartMs(), window -> new Rest())
                        .add(line);
            }
        }
        rests.forEach((window, rest) -> uncut.add(rest.line(window)));
        return uncut;
    }

    /** The values with the most over all windows. */
    private static Set<GroupKey> largest(List<Line> lines, SortBy measure, int count) {
        Map<GroupKey, BigInteger> byValues = new HashMap<>();
        for (Line line : lines) {
            byValues.merge(line.key().in(GroupKey.NO_WINDOW), measure.measure(line.totals()), BigInteger::add);
        }
        Set<GroupKey> largest = new HashSet<>();
        byValues.entrySet().stream()
                .sorted(Map.Entry.<GroupKey, BigInteger>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(count)
                .forEach(entry -> largest.add(entry.getKey()));
        return largest;
    }

    private static int firstAfter(List<Ranked> lines, Rank place, Comparator<Rank> order) {
        int at = Collections.binarySearch(lines.stream().map(Ranked::rank).toList(), place, order);
        return at >= 0 ? at + 1 : -at - 1;
    }

    /** A line and where it stands. */
    private record Ranked(Line line, Rank rank) {}

    /** What a cut leaves out of one window. */
    private static final class Rest {
        private final Sum totals = new Sum();
        private final Sum previous = new Sum();
        private int groups;
        private int width;

        void add(Line line) {
            totals.add(line.totals());
            previous.add(line.previous());
            groups++;
            width = line.key().values().size();
        }

        Line line(long windowStartMs) {
            GroupKey key = GroupKey.of(windowStartMs, Collections.nCopies(width, Dimensions.OTHER));
            return new Line(key, groups, totals.totals(), previous.totals());
        }
    }
}
