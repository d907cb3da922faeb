package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.http.Replies.Reply;
import io.bedrockmeter.runtime.http.BlockingWork;
import io.bedrockmeter.runtime.http.MediaTypes;
import io.bedrockmeter.runtime.http.Parameters;
import io.bedrockmeter.runtime.http.Routes;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /v1/usage}: totals grouped, filtered, compared and sorted, as JSON or CSV. */
final class UsageRoute implements Routes {

    static final String PATH = "/v1/usage";

    private final QueryRules rules;
    private final Answers answers;
    private final BlockingWork work;

    UsageRoute(QueryRules rules, Answers answers, BlockingWork work) {
        this.rules = rules;
        this.answers = answers;
        this.work = work;
    }

    @Override
    public void mount(Router router) {
        router.get(PATH).handler(this::usage);
    }

    private void usage(RoutingContext context) {
        Parameters parameters = new Parameters(context.queryParams());
        UsageRequest request = new UsageRequestReader(rules).paged(parameters);
        Optional<Boolean> csv = parameters.parsed(UsageRequestReader.FORMAT, "json or csv", text -> switch (text) {
            case "csv" -> Optional.of(true);
            case "json" -> Optional.of(false);
            default -> Optional.empty();
        });
        parameters.finish();
        boolean asCsv = csv.orElseGet(() -> MediaTypes.choose(context, List.of(Json.MEDIA_TYPE, AnswerCsv.MEDIA_TYPE))
                .equals(AnswerCsv.MEDIA_TYPE));
        Replies.send(context, work.run(() -> {
            Answer answer = answers.answer(request);
            return asCsv ? csv(answer) : Reply.json(AnswerJson.of(answer));
        }));
    }

    /** What JSON tells beside the groups stands in headers, for CSV has no place for it. */
    private static Reply csv(Answer answer) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Meter-As-Of", answer.asOf().toString());
        headers.put("Meter-Revision", answer.revision());
        headers.put("Meter-Partial", String.valueOf(!answer.missing().isEmpty()));
        answer.arranged().next().ifPresent(next -> headers.put("Meter-Next", AnswerJson.next(answer)));
        return new Reply(AnswerCsv.MEDIA_TYPE + ";charset=utf-8", AnswerCsv.of(answer), headers);
    }
}
