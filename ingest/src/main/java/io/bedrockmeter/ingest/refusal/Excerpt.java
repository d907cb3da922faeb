package io.bedrockmeter.ingest.refusal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bedrockmeter.ingest.json.JsonStreams;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;

/**
 * What a dead letter may keep of a refused document: the fields that metering knows, each by its place, and nothing else. Texts
 * are kept where an identifier, a time or a tag belongs and only when they are short; numbers where a count belongs. Bodies, and
 * whatever stands at other places, are skipped while reading. Enough to see what was wrong and to meter the call after a
 * fix.
 */
public final class Excerpt {

    /** Characters of an excerpt; a longer one is not kept. */
    static final int MAX_LENGTH = 16 * 1024;

    private static final int MAX_TEXT = 2_048;
    private static final int MAX_TAG_TEXT = 256;
    private static final int MAX_TAGS = 64;

    /** Objects that are entered, by path; the root has the empty path. */
    private static final Set<String> OBJECTS = Set.of(
            "",
            "identity",
            "performanceConfig",
            "requestMetadata",
            "input",
            "output",
            "data",
            "data.tags",
            "data.usage",
            "data.usage.input_tokens_details",
            "data.usage.prompt_tokens_details",
            "data.usage.output_tokens_details",
            "data.usage.completion_tokens_details");

    /** Objects of the sender's own keys, with texts as values. */
    private static final Set<String> TAGS = Set.of("requestMetadata", "data.tags");

    /** Texts that are kept, by the object they stand in. */
    private static final Map<String, Set<String>> TEXTS = Map.of(
            "",
            Set.of(
                    "schemaType",
                    "schemaVersion",
                    "timestamp",
                    "accountId",
                    "region",
                    "inferenceRegion",
                    "requestId",
                    "operation",
                    "modelId",
                    "errorCode",
                    "specversion",
                    "id",
                    "source",
                    "type",
                    "time",
                    "datacontenttype"),
            "identity",
            Set.of("arn"),
            "performanceConfig",
            Set.of("latency"),
            "input",
            Set.of("inputContentType", "inputBodyS3Path"),
            "output",
            Set.of("outputContentType", "outputBodyS3Path"),
            "data",
            Set.of("requestId", "projectId", "profileArn", "serviceTier", "model", "region", "operation", "accountId"));

    /** Numbers that are kept, by the object they stand in; in the usage reports of events every short name counts. */
    private static final Map<String, Set<String>> NUMBERS = Map.of(
            "input",
            Set.of(
                    "inputTokenCount",
                    "cacheReadInputTokenCount",
                    "cacheWriteInputTokenCount",
                    "audioInputDurationSeconds",
                    "videoInputDurationSeconds"),
            "output",
            Set.of(
                    "outputTokenCount",
                    "outputImagesCount",
                    "outputImageHeight",
                    "outputImageWidth",
                    "outputVideoDurationSeconds",
                    "outputAudioDurationSeconds",
                    "searchUnits"),
            "data",
            Set.of("cacheWrite1hTokens"));

    private static final JsonFactory JSON = JsonStreams.factory();

    private Excerpt() {}

    /** The excerpt as JSON; empty when the document is no complete JSON object, has nothing to keep, or too much. */
    public static String of(byte[] buffer, int offset, int length) {
        StringWriter text = new StringWriter();
        try (JsonParser json = JSON.createParser(buffer, offset, length);
                JsonGenerator out = JSON.createGenerator(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            object("", json, out);
        } catch (IOException e) {
            return "";
        }
        String excerpt = text.toString();
        return excerpt.equals("{}") || excerpt.length() > MAX_LENGTH ? "" : excerpt;
    }

    private static void object(String path, JsonParser json, JsonGenerator out) throws IOException {
        out.writeStartObject();
        int tags = 0;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (TAGS.contains(path)) {
                if (value == JsonToken.VALUE_STRING && name.length() <= MAX_TAG_TEXT && tags++ < MAX_TAGS) {
                    text(name, MAX_TAG_TEXT, json, out);
                }
                json.skipChildren();
                continue;
            }
            String child = path.isEmpty() ? name : path + "." + name;
            if (value == JsonToken.START_OBJECT && OBJECTS.contains(child)) {
                out.writeFieldName(name);
                object(child, json, out);
            } else if (value == JsonToken.VALUE_STRING
                    && TEXTS.getOrDefault(path, Set.of()).contains(name)) {
                text(name, MAX_TEXT, json, out);
            } else if (value.isNumeric() && isCounted(path, name)) {
                out.writeFieldName(name);
                out.copyCurrentEvent(json);
            }
            json.skipChildren();
        }
        out.writeEndObject();
    }

    private static boolean isCounted(String path, String name) {
        return NUMBERS.getOrDefault(path, Set.of()).contains(name)
                || path.startsWith("data.usage") && name.matches("[A-Za-z_0-9]{1,48}");
    }

    private static void text(String name, int maxLength, JsonParser json, JsonGenerator out) throws IOException {
        if (json.getTextLength() <= maxLength) {
            out.writeStringField(name, json.getText());
        }
    }
}
