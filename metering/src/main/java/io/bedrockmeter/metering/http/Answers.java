package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.query.Arranged;
import io.bedrockmeter.metering.query.Calendar;
import io.bedrockmeter.metering.query.GroupKey;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.TimeRange;
import io.bedrockmeter.metering.query.TooManyGroupsException;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.Problem.Fault;
import io.bedrockmeter.runtime.http.ProblemException;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Totals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers requests. Every method blocks. */
final class Answers {

    private final Gatherer gatherer;
    private final QueryRules rules;

    Answers(Gatherer gatherer, QueryRules rules) {
        this.gatherer = gatherer;
        this.rules = rules;
    }

    /**
     * The answer.
     *
     * @throws ProblemException when there are too many groups
     */
    Answer answer(UsageRequest request) {
        Question question = request.question();
        Gathered now = gather(request, question);
        if (!request.compared()) {
            Arranged arranged = Arranged.of(now.groups(), Map.of(), request.arrangement());
            return answer(request, Optional.empty(), arranged, now, now.missing());
        }
        TimeRange before = rules.calendar().previous(question.range());
        Gathered then = gather(request, question.during(before));
        Map<GroupKey, Totals> previous = question.granularity()
                .map(length -> shifted(then.groups(), length, before, question.range()))
                .orElse(then.groups());
        List<Partial> missing = new ArrayList<>(now.missing());
        then.missing().stream().filter(part -> !missing.contains(part)).forEach(missing::add);
        Arranged arranged = Arranged.of(now.groups(), previous, request.arrangement());
        return answer(request, Optional.of(before), arranged, now, missing);
    }

    /** What all instances together know, with at most so many groups. */
    Gathered gather(Question question, int maxGroups) {
        try {
            return gatherer.gather(question, maxGroups);
        } catch (TooManyGroupsException e) {
            throw new ProblemException(Problem.parameters(List.of(new Fault(
                    QuestionReader.GROUP_BY,
                    "makes more than " + maxGroups
                            + " groups, expected fewer keys, a filter, a shorter range or top"))));
        }
    }

    Instant now() {
        return rules.clock().instant();
    }

    private Gathered gather(UsageRequest request, Question question) {
        boolean cut = request.arrangement().top().isPresent();
        return gather(
                question, cut ? rules.limits().maxCutGroups() : rules.limits().maxGroups());
    }

    private Answer answer(
            UsageRequest request,
            Optional<TimeRange> before,
            Arranged arranged,
            Gathered gathered,
            List<Partial> missing) {
        return new Answer(request, before, arranged, gathered.asOf(), now(), gathered.facts(), missing);
    }

    /** Groups of the period before under the windows of the period asked for, the first under the first and so on. */
    private Map<GroupKey, Totals> shifted(
            Map<GroupKey, Totals> groups, Granularity length, TimeRange before, TimeRange asked) {
        Calendar calendar = rules.calendar();
        int limit = rules.limits().maxGroups();
        List<Instant> from = calendar.starts(length, before, limit);
        List<Instant> to = calendar.starts(length, asked, limit);
        Map<Long, Long> target = new HashMap<>();
        for (int i = 0; i < from.size(); i++) {
            // Hours of a day that summer time made longer: what has no counterpart joins the last window, so that sums
            // hold.
            target.put(
                    from.get(i).toEpochMilli(),
                    to.get(Math.min(i, to.size() - 1)).toEpochMilli());
        }
        Map<GroupKey, Totals> shifted = new HashMap<>();
        groups.forEach((key, totals) -> shifted.merge(
                key.in(target.getOrDefault(key.windowStartMs(), key.windowStartMs())), totals, Totals::plus));
        return shifted;
    }
}
