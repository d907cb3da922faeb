package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.insight.Evidence;
import io.bedrockmeter.metering.insight.NotAnswerableException;
import io.bedrockmeter.metering.query.GroupKey;
import io.bedrockmeter.metering.query.Grouping;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.RowFilter;
import io.bedrockmeter.metering.query.TimeRange;
import io.bedrockmeter.metering.rating.Prices;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.ProblemException;
import io.bedrockmeter.schemas.model.Totals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evidence from the totals of all instances. Remembers what was asked, so that rules that ask the same cost one reading, and
 * what any answer lacked. Not thread-safe.
 */
final class GatheredEvidence implements Evidence {

    private final QueryRules rules;
    private final Answers answers;
    private final Prices prices;
    private final Question asked;
    private final Map<String, Map<GroupKey, Totals>> known = new HashMap<>();
    private final List<Partial> missing = new ArrayList<>();
    private final Totals total;
    private Instant asOf = Instant.MAX;

    /** @param asked filters and range of everything that is asked */
    GatheredEvidence(QueryRules rules, Answers answers, Prices prices, Question asked) {
        this.rules = rules;
        this.answers = answers;
        this.prices = prices;
        this.asked = asked;
        this.total = totals(new Question(List.of(), asked.filters(), asked.range(), Optional.empty())).values().stream()
                .reduce(Totals.ZERO, Totals::plus);
    }

    @Override
    public TimeRange range() {
        return asked.range();
    }

    @Override
    public TimeRange previousRange() {
        return rules.calendar().previous(asked.range());
    }

    @Override
    public List<RowFilter> filters() {
        return asked.filters();
    }

    @Override
    public List<String> tagKeys() {
        return rules.taxonomy().keys();
    }

    @Override
    public Totals total() {
        return total;
    }

    @Override
    public Prices prices() {
        return prices;
    }

    @Override
    public Instant pricedAt() {
        Instant now = rules.clock().instant();
        return range().end().isBefore(now) ? range().end() : now;
    }

    @Override
    public Map<GroupKey, Totals> totals(Question question) {
        if (!new QuestionReader(rules).isKept(question)) {
            throw new NotAnswerableException(
                    "totals of " + question.range().first() + " are no longer kept as finely as that needs");
        }
        String identity = question.groupBy().stream().map(Grouping::name).toList() + " "
                + question.filters().stream().map(RowFilter::text).toList() + " " + question.range();
        return known.computeIfAbsent(identity, unknown -> gather(question));
    }

    private Map<GroupKey, Totals> gather(Question question) {
        Gathered gathered = gatherWithinLimits(question);
        gathered.missing().stream().filter(part -> !missing.contains(part)).forEach(missing::add);
        asOf = gathered.asOf().isBefore(asOf) ? gathered.asOf() : asOf;
        return gathered.groups();
    }

    private Gathered gatherWithinLimits(Question question) {
        int most = rules.limits().maxCutGroups();
        try {
            return answers.gather(question, most);
        } catch (ProblemException e) {
            if (e.problem().code() == ErrorCode.INVALID_PARAMETER) {
                throw new NotAnswerableException("there are more than " + most
                        + " combinations to look at: a filter or a shorter range makes them fewer");
            }
            throw e;
        }
    }

    /** The earliest of any answer so far. */
    Instant asOf() {
        return asOf;
    }

    /** What any answer so far lacked. */
    List<Partial> missing() {
        return List.copyOf(missing);
    }
}
