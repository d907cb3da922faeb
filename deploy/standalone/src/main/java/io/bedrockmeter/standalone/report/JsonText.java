package io.bedrockmeter.standalone.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.bedrockmeter.metering.query.UsageGroup;
import io.bedrockmeter.schemas.model.Totals;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** A report as one JSON object. Amounts are strings: a JSON number would become a float in most readers. */
final class JsonText {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    static String of(Report report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            json.setPrettyPrinter(
                    new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
            json.writeStartObject();
            groups(json, report);
            json.writeObjectFieldStart("total");
            totals(json, report.measures(), report.answer().total());
            json.writeEndObject();
            coverage(json, report.coverage());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append("\n").toString();
    }

    private static void groups(JsonGenerator json, Report report) throws IOException {
        List<String> names = report.keyNames();
        json.writeArrayFieldStart("groups");
        for (UsageGroup group : report.answer().groups()) {
            List<String> values = report.keyValues(group);
            json.writeStartObject();
            json.writeObjectFieldStart("key");
            for (int i = 0; i < names.size(); i++) {
                json.writeStringField(names.get(i), values.get(i));
            }
            json.writeEndObject();
            totals(json, report.measures(), group.totals());
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

    private static void coverage(JsonGenerator json, Coverage coverage) throws IOException {
        json.writeObjectFieldStart("coverage");
        json.writeStringField("asOf", coverage.asOf().toString());
        json.writeNumberField("recordsRead", coverage.recordsRead());
        json.writeNumberField("accepted", coverage.accepted());
        json.writeNumberField("refused", coverage.refused());
        json.writeNumberField("repeated", coverage.repeated());
        json.writeNumberField("requests", coverage.requests());
        json.writeNumberField("unpriced", coverage.unpriced());
        json.writeNumberField("unpricedTokens", coverage.unpricedTokens());
        json.writeNumberField("unattributed", coverage.unattributed());
        json.writeArrayFieldStart("unpricedModels");
        for (UnpricedModel model : coverage.unpricedModels()) {
            json.writeStartObject();
            json.writeStringField("model", model.model());
            json.writeStringField("reason", model.reason().name());
            json.writeNumberField("requests", model.requests());
            json.writeNumberField("tokens", model.tokens());
            json.writeEndObject();
        }
        json.writeEndArray();
        refusals(json, coverage);
        json.writeArrayFieldStart("outsideTheLogs");
        for (String blindSpot : Coverage.OUTSIDE_THE_LOGS) {
            json.writeString(blindSpot);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void refusals(JsonGenerator json, Coverage coverage) throws IOException {
        json.writeArrayFieldStart("refusals");
        for (RefusedInput refusal : coverage.refusals()) {
            json.writeStartObject();
            json.writeStringField("origin", refusal.origin());
            json.writeStringField("code", refusal.code().name());
            json.writeStringField("reason", refusal.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("refusalsNotListed", coverage.refusalsNotListed());
    }
}
