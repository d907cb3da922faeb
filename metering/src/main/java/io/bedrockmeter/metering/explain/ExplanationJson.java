package io.bedrockmeter.metering.explain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bedrockmeter.schemas.model.AppliedDiscount;
import io.bedrockmeter.schemas.model.AttributedTag;
import io.bedrockmeter.schemas.model.Charge;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.Unit;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** An explanation as one JSON object; amounts and rates are decimal strings. */
public final class ExplanationJson {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;

    private ExplanationJson(JsonGenerator json) {
        this.json = json;
    }

    public static String render(Explanation explanation) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            members(json, explanation);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Writes the members of the object among others. */
    public static void members(JsonGenerator json, Explanation explanation) throws IOException {
        new ExplanationJson(json).members(explanation);
    }

    private void members(Explanation explanation) throws IOException {
        json.writeStringField("requestId", explanation.requestId());
        json.writeBooleanField("found", explanation.isKnown());
        json.writeStringField("cost", explanation.cost().toString());
        json.writeArrayFieldStart("inForce");
        for (LedgerEntry entry : explanation.inForce()) {
            json.writeStartObject();
            entry(entry);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("ledger");
        for (Sighting<LedgerEntry> line : explanation.lines()) {
            start(line);
            entry(line.value());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("invocations");
        for (Sighting<Invocation> call : explanation.invocations()) {
            start(call);
            invocation(call.value());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("tagEvents");
        for (Sighting<TagEvent> event : explanation.tagEvents()) {
            start(event);
            tagEvent(event.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void start(Sighting<?> sighting) throws IOException {
        json.writeStartObject();
        json.writeStringField("where", sighting.where());
        json.writeStringField("writtenAt", sighting.writtenAt().toString());
    }

    private void entry(LedgerEntry entry) throws IOException {
        json.writeNumberField("revision", entry.revision());
        json.writeNumberField("sign", entry.sign());
        json.writeStringField("reason", entry.reason().name());
        json.writeStringField("note", entry.note());
        json.writeStringField("timestamp", entry.timestamp().toString());
        json.writeStringField("bookedAt", entry.bookedAt().toString());
        json.writeBooleanField("failed", entry.failed());
        dimensions(entry.dimensions());
        json.writeArrayFieldStart("tags");
        for (AttributedTag tag : entry.tags()) {
            json.writeStartObject();
            json.writeStringField("key", tag.key());
            json.writeStringField("value", tag.value());
            json.writeStringField("source", tag.source().name());
            json.writeBooleanField("conflict", tag.conflict());
            json.writeEndObject();
        }
        json.writeEndArray();
        quantities(entry.quantities());
        rating(entry.rating());
    }

    private void dimensions(Dimensions where) throws IOException {
        json.writeStringField("account", where.account());
        json.writeStringField("region", where.region());
        json.writeStringField("model", where.model());
        json.writeStringField("modelAsCalled", where.modelAsCalled());
        json.writeStringField("scope", where.scope());
        json.writeStringField("profile", where.profile());
        json.writeStringField("project", where.project());
        json.writeStringField("principal", where.principal());
        json.writeStringField("operation", where.operation());
        json.writeStringField("tier", where.tier());
    }

    private void rating(Rating rating) throws IOException {
        json.writeObjectFieldStart("rating");
        if (rating instanceof Rating.Priced priced) {
            json.writeBooleanField("priced", true);
            json.writeStringField("model", priced.model());
            json.writeStringField("scope", priced.scope().wireName());
            json.writeStringField("tier", priced.tier());
            json.writeBooleanField("tierAssumed", priced.tierAssumed());
            json.writeBooleanField("cacheTtlAssumed", priced.cacheTtlAssumed());
            json.writeStringField("layer", priced.layer().name());
            json.writeStringField("source", priced.source());
            json.writeStringField("version", priced.version());
            if (priced.discount().isPresent()) {
                discount(priced.discount().get());
            }
        } else if (rating instanceof Rating.Unpriced unpriced) {
            json.writeBooleanField("priced", false);
            json.writeStringField("unpricedReason", unpriced.reason().name());
            json.writeStringField("detail", unpriced.detail());
        }
        json.writeArrayFieldStart("charges");
        for (Charge charge : rating.charges()) {
            json.writeStartObject();
            json.writeStringField("unit", charge.unit().fieldName());
            json.writeNumberField("quantity", charge.quantity());
            json.writeStringField("usdPerUnit", charge.usdPerUnit().toPlainString());
            json.writeStringField("listCost", charge.listCost().toString());
            json.writeStringField("cost", charge.cost().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("listCost", rating.listCost().toString());
        json.writeStringField("cost", rating.cost().toString());
        json.writeEndObject();
    }

    private void discount(AppliedDiscount discount) throws IOException {
        json.writeObjectFieldStart("discount");
        json.writeStringField("percent", discount.percent().toPlainString());
        json.writeStringField("account", discount.account());
        json.writeStringField("model", discount.model());
        json.writeStringField("source", discount.source());
        json.writeStringField("version", discount.version());
        json.writeEndObject();
    }

    private void invocation(Invocation call) throws IOException {
        json.writeStringField("timestamp", call.timestamp().toString());
        json.writeStringField("accountId", call.accountId());
        json.writeStringField("region", call.region());
        json.writeStringField("inferenceRegion", call.inferenceRegion());
        json.writeStringField("operation", call.operation());
        json.writeStringField("modelId", call.modelId());
        json.writeStringField("bodyModel", call.bodyModel());
        json.writeStringField("principal", call.principal());
        quantities(call.quantities());
        json.writeBooleanField("cacheTtlKnown", call.cacheTtlKnown());
        json.writeStringField("serviceTier", call.serviceTier());
        json.writeBooleanField("latencyOptimized", call.latencyOptimized());
        json.writeStringField("errorCode", call.errorCode());
        json.writeNumberField("latencyMs", call.latencyMs());
        pairs("requestMetadata", call.requestMetadata());
        json.writeStringField("origin", call.origin().name());
        json.writeStringField("source", call.source());
    }

    private void tagEvent(TagEvent event) throws IOException {
        json.writeStringField("time", event.time().toString());
        pairs("tags", event.tags());
        json.writeStringField("projectId", event.projectId());
        json.writeStringField("profileArn", event.profileArn());
        json.writeStringField("serviceTier", event.serviceTier());
        json.writeNumberField("cacheWrite1hTokens", event.cacheWrite1hTokens());
        json.writeBooleanField("authenticated", event.authenticated());
        json.writeStringField("source", event.source());
        json.writeStringField("eventId", event.eventId());
    }

    private void quantities(Quantities quantities) throws IOException {
        json.writeObjectFieldStart("quantities");
        for (Unit unit : Unit.values()) {
            if (quantities.get(unit) != 0) {
                json.writeNumberField(unit.fieldName(), quantities.get(unit));
            }
        }
        json.writeEndObject();
    }

    private void pairs(String name, Map<String, String> pairs) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> pair : new TreeMap<>(pairs).entrySet()) {
            json.writeStringField(pair.getKey(), pair.getValue());
        }
        json.writeEndObject();
    }
}
