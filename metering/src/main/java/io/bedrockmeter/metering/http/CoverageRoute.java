package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.http.Replies.Reply;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.Sum;
import io.bedrockmeter.runtime.http.BlockingWork;
import io.bedrockmeter.runtime.http.Parameters;
import io.bedrockmeter.runtime.http.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /v1/coverage}: how much of reality the numbers stand for. */
final class CoverageRoute implements Routes {

    private final QueryRules rules;
    private final Answers answers;
    private final UsageSource source;
    private final BlockingWork work;

    CoverageRoute(QueryRules rules, Answers answers, UsageSource source, BlockingWork work) {
        this.source = source;
        this.rules = rules;
        this.answers = answers;
        this.work = work;
    }

    @Override
    public void mount(Router router) {
        router.get("/v1/coverage").handler(this::coverage);
    }

    private void coverage(RoutingContext context) {
        Parameters parameters = new Parameters(context.queryParams());
        Question question = new QuestionReader(rules).total(parameters);
        parameters.finish();
        Replies.send(context, work.run(() -> Reply.json(answer(question))));
    }

    private Buffer answer(Question question) {
        Gathered gathered = answers.gather(question, 1);
        Sum total = new Sum();
        gathered.groups().values().forEach(total::add);
        return Json.object(json -> {
            Json.range(json, question.range());
            CoverageJson.fields(json, total.totals(), gathered.facts(), gathered.asOf(), answers.now());
            IngestJson.field(json, source.ingestReports(), answers.now());
            CoverageJson.missing(json, gathered.missing());
        });
    }
}
