package io.bedrockmeter.metering.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bedrockmeter.metering.coverage.SourceFreshness;
import io.bedrockmeter.schemas.model.SourceReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How far ingest has come, as JSON. */
final class IngestJson {

    private IngestJson() {}

    /** The member {@code ingest}: every source, and the time up to which all of them are complete. */
    static void field(JsonGenerator json, List<SourceReport> reports, Instant now) throws IOException {
        json.writeObjectFieldStart("ingest");
        Instant completeAt = reports.stream()
                .map(SourceReport::completeAt)
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
        completeAt(json, completeAt, now);
        json.writeNumberField(
                "notFresh",
                reports.stream()
                        .filter(report -> SourceFreshness.of(report, now) != SourceFreshness.FRESH)
                        .count());
        json.writeArrayFieldStart("sources");
        for (SourceReport report : reports) {
            source(json, report, now);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void source(JsonGenerator json, SourceReport report, Instant now) throws IOException {
        json.writeStartObject();
        json.writeStringField("source", report.source());
        json.writeStringField("instance", report.instanceId());
        json.writeStringField("state", SourceFreshness.of(report, now).name().toLowerCase(Locale.ROOT));
        completeAt(json, report.completeAt(), now);
        if (report.lastEventAt().isAfter(Instant.EPOCH)) {
            json.writeStringField("lastEvent", report.lastEventAt().toString());
        }
        json.writeNumberField("eventLagMs", report.lagMs());
        json.writeNumberField("backfillLeftMs", report.backfillLeftMs());
        if (!report.problem().isEmpty()) {
            json.writeStringField("problem", report.problem());
        }
        json.writeStringField("reportedAt", report.reportedAt().toString());
        json.writeEndObject();
    }

    private static void completeAt(JsonGenerator json, Instant completeAt, Instant now) throws IOException {
        if (completeAt.isAfter(Instant.EPOCH)) {
            json.writeStringField("completeAt", completeAt.toString());
            json.writeNumberField(
                    "lagMs", Math.max(0, Duration.between(completeAt, now).toMillis()));
        }
    }
}
