package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.query.Calendar;
import io.bedrockmeter.metering.query.FilterText;
import io.bedrockmeter.metering.query.Grouping;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.RowFilter;
import io.bedrockmeter.metering.query.Slice;
import io.bedrockmeter.metering.query.TimeRange;
import io.bedrockmeter.runtime.http.Parameters;
import io.bedrockmeter.schemas.model.Granularity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what is asked of the totals from parameters; notes what cannot be answered exactly. */
final class QuestionReader {

    static final String GROUP_BY = "group_by";
    static final String FILTER = "filter";
    static final String FROM = "from";
    static final String TO = "to";
    static final String GRANULARITY = "granularity";

    private static final String TOTAL = "total";
    private static final int MAX_FILTERS = 50;

    private final QueryRules rules;

    QuestionReader(QueryRules rules) {
        this.rules = rules;
    }

    /** The whole question; what it means is undefined where the parameters have faults. */
    Question question(Parameters parameters) {
        Question asked = asAsked(parameters);
        return asked.during(kept(parameters, asked));
    }

    /** A question that another instance has checked already. */
    Question asAsked(Parameters parameters) {
        List<Grouping> groupBy = groupBy(parameters);
        List<RowFilter> filters = filters(parameters);
        return new Question(groupBy, filters, range(parameters), granularity(parameters));
    }

    /** One total of the cells that fit the filters, as of the range. */
    Question total(Parameters parameters) {
        Question asked = new Question(List.of(), filters(parameters), range(parameters), Optional.empty());
        return asked.during(kept(parameters, asked));
    }

    private List<Grouping> groupBy(Parameters parameters) {
        Set<String> names = new LinkedHashSet<>();
        for (String given : parameters.all(GROUP_BY)) {
            for (String spelling : given.split(",")) {
                if (!spelling.isBlank()) {
                    known(parameters, GROUP_BY, spelling.strip()).ifPresent(names::add);
                }
            }
        }
        return names.stream().map(Grouping::of).toList();
    }

    private List<RowFilter> filters(Parameters parameters) {
        List<String> given = parameters.all(FILTER);
        if (given.size() > MAX_FILTERS) {
            parameters.fault(FILTER, "given " + given.size() + " times, expected at most " + MAX_FILTERS);
            return List.of();
        }
        List<RowFilter> filters = new ArrayList<>();
        for (String text : given) {
            Optional<FilterText> filter = FilterText.parse(text);
            if (filter.isEmpty()) {
                parameters.fault(
                        FILTER,
                        "found " + Parameters.quote(text)
                                + ", expected KEY:VALUE, KEY:in:A|B, KEY:not:VALUE or KEY:prefix:VALUE");
            } else {
                known(parameters, FILTER, filter.get().key())
                        .ifPresent(key -> filters.add(new RowFilter(
                                Grouping.of(key),
                                filter.get().condition(),
                                filter.get().values())));
            }
        }
        return filters;
    }

    private Optional<String> known(Parameters parameters, String parameter, String spelling) {
        Optional<String> key = rules.key(spelling);
        if (key.isEmpty()) {
            parameters.fault(
                    parameter,
                    "there is no tag key or dimension " + Parameters.quote(spelling) + "; known: "
                            + String.join(", ", rules.keys()));
        }
        return key;
    }

    private Optional<Granularity> granularity(Parameters parameters) {
        return parameters
                .parsed(
                        GRANULARITY,
                        "total, month, day, hour or minute",
                        text -> text.equals(TOTAL)
                                ? Optional.of(Optional.<Granularity>empty())
                                : Arrays.stream(Granularity.values())
                                        .filter(length -> length.wireName().equals(text))
                                        .findFirst()
                                        .map(Optional::of))
                .flatMap(length -> length);
    }

    private TimeRange range(Parameters parameters) {
        Calendar calendar = rules.calendar();
        Optional<Instant> from = parameters.parsed(FROM, Times.EXPECTED, text -> Times.parse(text, calendar));
        Optional<Instant> to = parameters.parsed(TO, Times.EXPECTED, text -> Times.parse(text, calendar));
        TimeRange range = new TimeRange(from, to);
        if (range.isEmpty()) {
            parameters.fault(FROM, "is " + from.orElseThrow() + ", expected before to, which is " + to.orElseThrow());
        }
        return range;
    }

    /** The part of the range that totals reach back to; a fault where only part of what is asked is still there. */
    private TimeRange kept(Parameters parameters, Question asked) {
        Granularity coarsest = asked.granularity().orElse(Granularity.MONTH);
        TimeRange range = clamped(asked);
        if (!parameters.isFaultless() || range.isEmpty()) {
            return range;
        }
        if (range.isBounded() && asked.granularity().isPresent() && hasTooManyWindows(coarsest, range)) {
            parameters.fault(
                    GRANULARITY,
                    "the range has more than " + rules.limits().maxGroups() + " windows of a " + coarsest.wireName()
                            + ", expected a shorter range or longer windows");
            return range;
        }
        boolean afterCoarsest = false;
        for (Slice slice : rules.calendar().slices(coarsest, range)) {
            String edge = afterCoarsest ? TO : FROM;
            String parameter = asked.granularity().equals(Optional.of(slice.granularity())) ? GRANULARITY : edge;
            gone(slice)
                    .ifPresent(since -> parameters.fault(
                            parameter,
                            "totals of a " + slice.granularity().wireName() + " are kept since " + since
                                    + ", expected a later time or the start of a longer window"));
            afterCoarsest |= slice.granularity() == coarsest;
        }
        return range;
    }

    /** Whether all totals that answer the question are still kept. */
    boolean isKept(Question question) {
        return question.slices(rules.calendar()).stream()
                .allMatch(slice -> gone(slice).isEmpty());
    }

    /** Since when windows as long as those of the slice are kept, where that is too late for it. */
    private Optional<Instant> gone(Slice slice) {
        return rules.keptSince(slice.granularity())
                .filter(since -> !isOpen(slice) && slice.from().isBefore(since));
    }

    private static boolean isOpen(Slice slice) {
        return slice.from().equals(Instant.EPOCH);
    }

    private boolean hasTooManyWindows(Granularity granularity, TimeRange range) {
        int limit = rules.limits().maxGroups();
        return rules.calendar().starts(granularity, range, limit).size() > limit;
    }

    /** Before the oldest window of any length nothing is left to be told apart from nothing. */
    private TimeRange clamped(Question asked) {
        Optional<Instant> from = asked.range().from();
        if (from.isEmpty()) {
            Optional<Instant> since = asked.granularity().flatMap(rules::keptSince);
            return new TimeRange(since, asked.range().to());
        }
        Optional<Instant> oldest = rules.keptSince(Granularity.MONTH).filter(since -> since.isAfter(from.get()));
        return new TimeRange(oldest.or(() -> from), asked.range().to());
    }
}
