package io.bedrockmeter.standalone.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** The bytes that AWS and a gateway would send about a call. */
final class DemoJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String GATEWAY = "https://gateway.example.com/bedrock";

    private DemoJson() {}

    /** What writes the members of an object. */
    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] object(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A log record. */
    static byte[] record(Call call) {
        return record(call, call.outcome() == Call.Outcome.ANSWERED, 1);
    }

    /** The record that Bedrock logs when a stream starts: every count is zero. */
    static byte[] streamStart(Call call) {
        return record(call, true, 0);
    }

    private static byte[] record(Call call, boolean counted, int factor) {
        Workload workload = call.workload();
        return object(json -> {
            json.writeStringField(
                    "timestamp", call.at().truncatedTo(ChronoUnit.SECONDS).toString());
            json.writeStringField("accountId", DemoCompany.ACCOUNT);
            json.writeStringField("region", workload.region());
            json.writeStringField("requestId", call.requestId());
            json.writeStringField("operation", workload.operation());
            json.writeStringField("modelId", workload.modelId());
            if (call.outcome() == Call.Outcome.THROTTLED) {
                json.writeStringField("errorCode", "ThrottlingException");
            }
            json.writeObjectFieldStart("input");
            json.writeStringField("inputContentType", "application/json");
            if (counted) {
                json.writeNumberField("inputTokenCount", call.input() * factor);
                json.writeNumberField("cacheReadInputTokenCount", call.cacheRead() * factor);
                json.writeNumberField("cacheWriteInputTokenCount", call.cacheWrite() * factor);
            }
            json.writeEndObject();
            json.writeObjectFieldStart("output");
            json.writeStringField("outputContentType", "application/json");
            if (counted) {
                json.writeNumberField("outputTokenCount", call.output() * factor);
            }
            json.writeEndObject();
            json.writeObjectFieldStart("identity");
            json.writeStringField("arn", principal(workload));
            json.writeEndObject();
            if (workload.tagging() == Workload.Tagging.REQUEST_METADATA) {
                strings(json, "requestMetadata", workload.tags());
            }
            json.writeStringField("schemaType", "ModelInvocationLog");
            json.writeStringField("schemaVersion", "1.0");
        });
    }

    private static String principal(Workload workload) {
        return "arn:aws:sts::" + DemoCompany.ACCOUNT + ":assumed-role/" + workload.role() + "/session";
    }

    /** What the gateway says about the tags of a call. */
    static byte[] tagEvent(Call call, Instant sentAt) {
        return event(
                call,
                sentAt,
                "io.bedrockmeter.request-tags.v1",
                json -> strings(json, "tags", call.workload().tags()));
    }

    /** What the gateway says about a call that is in no log. */
    static byte[] usageEvent(Call call, Instant sentAt) {
        return event(call, sentAt, "io.bedrockmeter.usage.v1", json -> {
            json.writeStringField("projectId", DemoCompany.RESEARCH_PROJECT);
            json.writeStringField("model", call.workload().modelId());
            json.writeStringField("region", call.workload().region());
            json.writeStringField("operation", call.workload().operation());
            json.writeStringField("accountId", DemoCompany.ACCOUNT);
            json.writeObjectFieldStart("usage");
            json.writeNumberField("inputTokens", call.input());
            json.writeNumberField("outputTokens", call.output());
            json.writeEndObject();
        });
    }

    private static byte[] event(Call call, Instant sentAt, String type, Members data) {
        return object(json -> {
            json.writeStringField("specversion", "1.0");
            json.writeStringField("id", "tags-" + call.requestId());
            json.writeStringField("source", GATEWAY);
            json.writeStringField("type", type);
            json.writeStringField("time", sentAt.toString());
            json.writeObjectFieldStart("data");
            json.writeStringField("requestId", call.requestId());
            data.write(json);
            json.writeEndObject();
        });
    }

    private static void strings(JsonGenerator json, String name, Map<String, String> values) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> value : values.entrySet()) {
            json.writeStringField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
    }
}
