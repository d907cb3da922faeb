package io.bedrockmeter.metering.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bedrockmeter.schemas.model.Totals;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What an answer rests on, as JSON fields. */
final class CoverageJson {

    private CoverageJson() {}

    /** The members of a coverage object. */
    static void fields(JsonGenerator json, Totals total, CoverageFacts facts, Instant asOf, Instant now)
            throws IOException {
        json.writeStringField("asOf", asOf.toString());
        json.writeNumberField(
                "freshnessLagMs", Math.max(0, Duration.between(asOf, now).toMillis()));
        if (facts.newestEvent().isPresent()) {
            json.writeStringField("newestEvent", facts.newestEvent().get().toString());
        }
        json.writeNumberField("requests", total.requests());
        json.writeNumberField("unpriced", total.unpriced());
        json.writeStringField("unpricedShare", Measure.share(total.unpriced(), total.requests()));
        json.writeNumberField("unattributed", total.unattributed());
        json.writeStringField("unattributedShare", Measure.share(total.unattributed(), total.requests()));
        json.writeNumberField("deadLettered", facts.deadLettered());
        json.writeNumberField("beyondRetention", facts.beyondRetention());
        json.writeArrayFieldStart("outsideTheLogs");
        for (String blindSpot : BlindSpots.ALL) {
            json.writeString(blindSpot);
        }
        json.writeEndArray();
    }

    /** Whether anything is missing, and what. */
    static void missing(JsonGenerator json, List<Partial> missing) throws IOException {
        json.writeBooleanField("partial", !missing.isEmpty());
        if (missing.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("missing");
        for (Partial part : missing) {
            json.writeStartObject();
            json.writeStringField("instance", part.instance());
            json.writeArrayFieldStart("partitions");
            for (int partition : part.partitions()) {
                json.writeNumber(partition);
            }
            json.writeEndArray();
            json.writeStringField("reason", part.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
