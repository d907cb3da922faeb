package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.http.InsightsJson.Look;
import io.bedrockmeter.metering.http.Replies.Reply;
import io.bedrockmeter.metering.insight.Finding;
import io.bedrockmeter.metering.insight.InsightSettings;
import io.bedrockmeter.metering.insight.NotAnswerableException;
import io.bedrockmeter.metering.insight.Rule;
import io.bedrockmeter.metering.query.Calendar;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.TimeRange;
import io.bedrockmeter.runtime.http.BlockingWork;
import io.bedrockmeter.runtime.http.Parameters;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.schemas.model.Granularity;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@code GET /v1/insights}: where money goes that need not, highest stake first. */
final class InsightsRoute implements Routes {

    static final String PATH = "/v1/insights";

    private static final String TOP = "top";
    private static final int DEFAULT_TOP = 10;
    private static final int MOST = 100;
    private static final Duration WEEK = Duration.ofDays(7);

    private final QueryRules rules;
    private final Answers answers;
    private final UsageSource source;
    private final List<Rule> looking;
    private final BlockingWork work;

    InsightsRoute(QueryRules rules, InsightSettings settings, Answers answers, UsageSource source, BlockingWork work) {
        this.rules = rules;
        this.answers = answers;
        this.source = source;
        this.looking = Rule.all(settings);
        this.work = work;
    }

    @Override
    public void mount(Router router) {
        router.get(PATH).handler(this::insights);
    }

    private void insights(RoutingContext context) {
        Parameters parameters = new Parameters(context.queryParams());
        int top = parameters.integer(TOP, 1, MOST).orElse(DEFAULT_TOP);
        Question asked = bounded(parameters, new QuestionReader(rules).total(parameters));
        parameters.finish();
        Replies.send(context, work.run(() -> Reply.json(answer(asked, top))));
    }

    /** Asked about a time with both ends; the present hour and the week that ends with it unless asked otherwise. */
    private Question bounded(Parameters parameters, Question asked) {
        if (!parameters.isFaultless()) {
            return asked;
        }
        Calendar calendar = rules.calendar();
        Instant hour = calendar.windowStart(Granularity.HOUR, answers.now());
        Instant to = asked.range().to().orElseGet(() -> calendar.nextStart(Granularity.HOUR, hour.plusMillis(1)));
        Instant from = asked.range().from().orElseGet(() -> to.minus(WEEK));
        if (!from.isBefore(to)) {
            parameters.fault(QuestionReader.FROM, "is " + from + ", expected before " + to);
            return asked;
        }
        Question bounded = asked.during(TimeRange.of(from, to));
        if (!new QuestionReader(rules).isKept(bounded)) {
            parameters.fault(
                    QuestionReader.TO, "totals since " + from + " are no longer kept as finely, expected a later time");
        }
        return bounded;
    }

    private Buffer answer(Question asked, int top) {
        GatheredEvidence evidence = new GatheredEvidence(rules, answers, source.prices(), asked);
        List<Finding> findings = new ArrayList<>();
        List<Look> looks = new ArrayList<>();
        for (Rule rule : looking) {
            try {
                findings.addAll(rule.findings(evidence));
                looks.add(new Look(rule, Optional.empty()));
            } catch (NotAnswerableException e) {
                looks.add(new Look(rule, Optional.of(String.valueOf(e.getMessage()))));
            }
        }
        findings.sort(Comparator.comparing(Finding::stake).reversed());
        return InsightsJson.of(evidence, findings, looks, top);
    }
}
