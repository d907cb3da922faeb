package io.bedrockmeter.metering.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bedrockmeter.metering.http.Replies.Reply;
import io.bedrockmeter.metering.query.Arranged;
import io.bedrockmeter.metering.query.Arrangement;
import io.bedrockmeter.metering.query.GroupKey;
import io.bedrockmeter.metering.query.Grouping;
import io.bedrockmeter.metering.query.Line;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.runtime.http.BlockingWork;
import io.bedrockmeter.runtime.http.Parameters;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.schemas.model.Totals;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code GET /v1/tags}: tag keys and their values with usage in a range, costliest first. */
final class TagsRoute implements Routes {

    private static final String KEY = "key";
    private static final String TOP = "top";
    private static final int DEFAULT_TOP = 100;
    private static final int MOST = 1_000;

    private final QueryRules rules;
    private final Answers answers;
    private final BlockingWork work;

    TagsRoute(QueryRules rules, Answers answers, BlockingWork work) {
        this.rules = rules;
        this.answers = answers;
        this.work = work;
    }

    @Override
    public void mount(Router router) {
        router.get("/v1/tags").handler(this::tags);
    }

    private void tags(RoutingContext context) {
        Parameters parameters = new Parameters(context.queryParams());
        List<String> keys = keys(parameters);
        int top = parameters.integer(TOP, 1, MOST).orElse(DEFAULT_TOP);
        Question total = new QuestionReader(rules).total(parameters);
        parameters.finish();
        Question question = new Question(
                keys.stream().map(Grouping::of).toList(), total.filters(), total.range(), Optional.empty());
        Replies.send(context, work.run(() -> Reply.json(answer(question, top))));
    }

    private List<String> keys(Parameters parameters) {
        Set<String> keys = new LinkedHashSet<>();
        for (String spelling : parameters.all(KEY)) {
            Optional<String> key = rules.tagKey(spelling);
            key.ifPresent(keys::add);
            if (key.isEmpty()) {
                parameters.fault(
                        KEY,
                        "there is no tag key " + Parameters.quote(spelling) + "; known: "
                                + String.join(", ", rules.taxonomy().keys()));
            }
        }
        return keys.isEmpty() ? rules.taxonomy().keys() : List.copyOf(keys);
    }

    private Buffer answer(Question question, int top) {
        // One pass over the totals for all keys: combinations of tag values are far fewer than cells.
        Gathered gathered = answers.gather(question, rules.limits().maxCutGroups());
        return Json.object(json -> {
            Json.range(json, question.range());
            json.writeStringField("asOf", gathered.asOf().toString());
            CoverageJson.missing(json, gathered.missing());
            json.writeArrayFieldStart("tags");
            for (int i = 0; i < question.groupBy().size(); i++) {
                Map<GroupKey, Totals> values = values(gathered.groups(), i);
                write(json, question.groupBy().get(i).name(), values, top);
            }
            json.writeEndArray();
        });
    }

    private static Map<GroupKey, Totals> values(Map<GroupKey, Totals> combinations, int position) {
        Map<GroupKey, Totals> byValue = new HashMap<>();
        combinations.forEach((key, totals) -> byValue.merge(
                GroupKey.of(GroupKey.NO_WINDOW, List.of(key.values().get(position))), totals, Totals::plus));
        return byValue;
    }

    private static void write(JsonGenerator json, String key, Map<GroupKey, Totals> values, int top)
            throws IOException {
        int count = Arranged.of(values, Map.of(), Arrangement.COSTLIEST_FIRST)
                .lines()
                .size();
        json.writeStartObject();
        json.writeStringField("key", key);
        json.writeNumberField("valueCount", count);
        json.writeArrayFieldStart("values");
        for (Line line : Arranged.of(values, Map.of(), Arrangement.top(top)).lines()) {
            json.writeStartObject();
            json.writeStringField("value", line.key().values().get(0));
            json.writeNumberField("requests", line.totals().requests());
            json.writeStringField("cost", line.totals().cost().toString());
            if (line.isRemainder()) {
                json.writeNumberField("remainderOf", line.folded());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
