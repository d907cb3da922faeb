package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.query.Arrangement;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.Rank;
import io.bedrockmeter.metering.query.SortBy;
import io.bedrockmeter.metering.query.TimeRange;
import io.bedrockmeter.runtime.http.Parameters;
import java.time.Instant;
import java.util.Optional;

/** Reads the parameters of {@code /v1/usage} and of its stream. */
final class UsageRequestReader {

    static final String FORMAT = "format";

    private static final String TOP = "top";
    private static final String SORT = "sort";
    private static final String ORDER = "order";
    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";
    static final String COMPARE = "compare";
    static final String PREVIOUS = "previous";

    private final QueryRules rules;
    private final QuestionReader questions;

    UsageRequestReader(QueryRules rules) {
        this.rules = rules;
        this.questions = new QuestionReader(rules);
    }

    /** A request for one page. */
    UsageRequest paged(Parameters parameters) {
        Question question = questions.question(parameters);
        boolean compared = compared(parameters, question);
        Arrangement whole = arrangement(parameters);
        Optional<Integer> limit = parameters.integer(LIMIT, 1, rules.limits().maxGroups());
        Cursor cursor = new Cursor(question, whole, compared);
        Optional<Rank> after = parameters.parsed(
                CURSOR, "the value of next from an earlier answer to the same question", cursor::decode);
        return new UsageRequest(
                question,
                new Arrangement(
                        whole.top(),
                        whole.sort(),
                        whole.ascending(),
                        after,
                        limit.orElse(rules.limits().maxGroups())),
                compared);
    }

    /** A request for all of it. */
    UsageRequest whole(Parameters parameters) {
        Question question = questions.question(parameters);
        return new UsageRequest(question, arrangement(parameters), compared(parameters, question));
    }

    private Arrangement arrangement(Parameters parameters) {
        Optional<Integer> top = parameters.integer(TOP, 1, rules.limits().maxGroups());
        SortBy sort = parameters
                .parsed(SORT, "cost, requests, tokens or key", SortBy::of)
                .orElse(SortBy.COST);
        boolean ascending = parameters
                .parsed(ORDER, "asc or desc", text -> switch (text) {
                    case "asc" -> Optional.of(true);
                    case "desc" -> Optional.of(false);
                    default -> Optional.empty();
                })
                .orElse(sort == SortBy.KEY);
        return new Arrangement(
                top, sort, ascending, Optional.empty(), rules.limits().maxGroups());
    }

    private boolean compared(Parameters parameters, Question question) {
        boolean compared = parameters
                .parsed(COMPARE, "previous or none", text -> switch (text) {
                    case PREVIOUS -> Optional.of(true);
                    case "none" -> Optional.of(false);
                    default -> Optional.empty();
                })
                .orElse(false);
        if (compared && !question.range().isBounded()) {
            parameters.fault(COMPARE, "needs a period to compare with, expected from and to");
        } else if (compared && parameters.isFaultless() && !isPreviousKept(question)) {
            parameters.fault(COMPARE, "the totals of the period before are no longer kept, expected a later from");
        }
        return compared;
    }

    private boolean isPreviousKept(Question question) {
        TimeRange previous = rules.calendar().previous(question.range());
        return !previous.first().isBefore(Instant.EPOCH) && questions.isKept(question.during(previous));
    }
}
