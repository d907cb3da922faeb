package io.bedrockmeter.metering.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bedrockmeter.metering.insight.Finding;
import io.bedrockmeter.metering.insight.Finding.Item;
import io.bedrockmeter.metering.insight.Rule;
import io.bedrockmeter.schemas.model.Totals;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Findings as one JSON object. */
final class InsightsJson {

    private static final String CURRENCY = "USD";

    private InsightsJson() {}

    /**
     * Whether a rule could look.
     *
     * @param because why not, empty when it could
     */
    record Look(Rule rule, Optional<String> because) {}

    /** @param top how many items of a finding are told */
    static Buffer of(GatheredEvidence evidence, List<Finding> findings, List<Look> looks, int top) {
        return Json.object(json -> {
            Json.range(json, evidence.range());
            json.writeObjectFieldStart("previous");
            Json.range(json, evidence.previousRange());
            json.writeEndObject();
            json.writeStringField("currency", CURRENCY);
            json.writeStringField("asOf", evidence.asOf().toString());
            CoverageJson.missing(json, evidence.missing());
            total(json, evidence.total());
            json.writeArrayFieldStart("findings");
            for (Finding finding : findings) {
                finding(json, finding, top);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("rules");
            for (Look look : looks) {
                look(json, look);
            }
            json.writeEndArray();
        });
    }

    private static void total(JsonGenerator json, Totals total) throws IOException {
        json.writeObjectFieldStart("total");
        json.writeNumberField("requests", total.requests());
        json.writeStringField("listCost", total.listCost().toString());
        json.writeStringField("cost", total.cost().toString());
        json.writeEndObject();
    }

    private static void finding(JsonGenerator json, Finding finding, int top) throws IOException {
        json.writeStartObject();
        json.writeStringField("rule", finding.rule());
        json.writeStringField("title", finding.title());
        json.writeStringField("severity", finding.severity().wireName());
        json.writeStringField("stake", finding.stake().toString());
        json.writeStringField("stakeIs", finding.stakeIs().wireName());
        json.writeStringField("currency", CURRENCY);
        json.writeStringField("why", finding.why());
        json.writeArrayFieldStart("assumptions");
        for (String assumption : finding.assumptions()) {
            json.writeString(assumption);
        }
        json.writeEndArray();
        texts(json, "figures", finding.figures());
        json.writeNumberField("whatCount", finding.what().size());
        json.writeArrayFieldStart("what");
        for (Item item : finding.what().subList(0, Math.min(top, finding.what().size()))) {
            item(json, item);
        }
        json.writeEndArray();
        json.writeStringField("query", query(finding));
        json.writeEndObject();
    }

    private static void item(JsonGenerator json, Item item) throws IOException {
        json.writeStartObject();
        texts(json, "key", item.key());
        json.writeNumberField("requests", item.requests());
        json.writeStringField("cost", item.cost().toString());
        json.writeStringField("stake", item.stake().toString());
        texts(json, "figures", item.figures());
        json.writeEndObject();
    }

    private static void look(JsonGenerator json, Look look) throws IOException {
        json.writeStartObject();
        json.writeStringField("rule", look.rule().id());
        json.writeStringField("title", look.rule().title());
        json.writeBooleanField("looked", look.because().isEmpty());
        if (look.because().isPresent()) {
            json.writeStringField("because", look.because().get());
        }
        json.writeEndObject();
    }

    private static String query(Finding finding) {
        QueryText query = new QueryText(finding.query());
        return UsageRoute.PATH + "?"
                + (finding.compared() ? query.with(UsageRequestReader.COMPARE, UsageRequestReader.PREVIOUS) : query);
    }

    private static void texts(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }
}
