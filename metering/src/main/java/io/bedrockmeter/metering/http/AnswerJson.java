package io.bedrockmeter.metering.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bedrockmeter.metering.query.Line;
import io.bedrockmeter.metering.query.TimeRange;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.money.Money;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** An answer as one JSON object. Amounts are texts: a JSON number would become a float in most readers. */
final class AnswerJson {

    static final String WINDOW = "windowStart";

    private AnswerJson() {}

    static Buffer of(Answer answer) {
        return Json.object(json -> {
            List<Measure> measures = measures(answer);
            head(json, answer);
            groups(json, answer, measures);
            json.writeObjectFieldStart("total");
            totals(json, measures, answer.arranged().total());
            if (answer.request().compared()) {
                previous(json, answer.arranged().total(), answer.arranged().previousTotal());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("coverage");
            CoverageJson.fields(json, answer.arranged().total(), answer.facts(), answer.asOf(), answer.answeredAt());
            json.writeEndObject();
        });
    }

    static List<Measure> measures(Answer answer) {
        return Measure.of(answer.arranged().total());
    }

    private static void head(JsonGenerator json, Answer answer) throws IOException {
        json.writeArrayFieldStart("groupBy");
        for (String name : answer.keyNames()) {
            json.writeString(name);
        }
        json.writeEndArray();
        json.writeStringField(
                "granularity",
                answer.request()
                        .question()
                        .granularity()
                        .map(Granularity::wireName)
                        .orElse("total"));
        Json.range(json, answer.request().question().range());
        if (answer.previousRange().isPresent()) {
            TimeRange before = answer.previousRange().get();
            json.writeObjectFieldStart("previous");
            Json.range(json, before);
            json.writeEndObject();
        }
        json.writeStringField("asOf", answer.asOf().toString());
        json.writeStringField("revision", answer.revision());
        CoverageJson.missing(json, answer.missing());
        json.writeNumberField("groupCount", answer.arranged().lines().size());
        if (answer.arranged().next().isPresent()) {
            json.writeStringField("next", next(answer));
        }
    }

    /** The cursor of the page after this one. */
    static String next(Answer answer) {
        UsageRequest request = answer.request();
        Cursor cursor = new Cursor(request.question(), request.arrangement(), request.compared());
        return answer.arranged().next().map(cursor::encode).orElse("");
    }

    private static void groups(JsonGenerator json, Answer answer, List<Measure> measures) throws IOException {
        List<String> names = answer.keyNames();
        json.writeArrayFieldStart("groups");
        for (Line line : answer.arranged().page()) {
            json.writeStartObject();
            json.writeObjectFieldStart("key");
            if (line.key().hasWindow()) {
                json.writeStringField(
                        WINDOW, Instant.ofEpochMilli(line.key().windowStartMs()).toString());
            }
            List<String> values = line.key().values();
            for (int i = 0; i < names.size(); i++) {
                json.writeStringField(names.get(i), values.get(i));
            }
            json.writeEndObject();
            totals(json, measures, line.totals());
            if (answer.request().compared()) {
                previous(json, line.totals(), line.previous());
            }
            if (line.isRemainder()) {
                json.writeNumberField("remainderOf", line.folded());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void totals(JsonGenerator json, List<Measure> measures, Totals totals) throws IOException {
        for (Measure measure : measures) {
            json.writeNumberField(measure.name(), measure.in(totals));
        }
        json.writeStringField("listCost", totals.listCost().toString());
        json.writeStringField("cost", totals.cost().toString());
    }

    /** The period before; a ratio to nothing is left out. */
    private static void previous(JsonGenerator json, Totals now, Totals before) throws IOException {
        Money was = before.cost();
        json.writeObjectFieldStart("previous");
        json.writeNumberField("requests", before.requests());
        json.writeNumberField("tokens", before.quantities().totalTokens());
        json.writeStringField("cost", was.toString());
        json.writeStringField("delta", now.cost().minus(was).toString());
        if (was.signum() != 0) {
            json.writeStringField("ratio", Measure.ratio(now.cost().usd(), was.usd()));
        }
        json.writeEndObject();
    }
}
