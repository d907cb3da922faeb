package io.bedrockmeter.ingest.log;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bedrockmeter.ingest.json.JsonCounts;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.ingest.usage.TokenCounts.Count;
import java.io.IOException;

/**
 * Walks over one record and keeps what is at the paths that metering reads. Key order is arbitrary; unknown keys are
 * skipped. A key that appears twice may repeat its value; if the values differ the record is refused, because either
 * could be the forged one.
 */
final class EnvelopeReader {

    private static final int MAX_ENVELOPE_DEPTH = 32;

    private final JsonParser json;
    private final EnvelopeFacts facts;

    /** What is being read, for the message when the parser refuses to go on. */
    private String reading = "";

    EnvelopeReader(JsonParser json, EnvelopeFacts facts) {
        this.json = json;
        this.facts = facts;
    }

    /** Path of the string that was being read when the parser gave up, empty when it was none. */
    String reading() {
        return reading;
    }

    /** Reads the object on which the parser stands, to its end. */
    void read() throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "schemaType" -> text(TextField.SCHEMA_TYPE);
                case "timestamp" -> text(TextField.TIMESTAMP);
                case "accountId" -> text(TextField.ACCOUNT_ID);
                case "region" -> text(TextField.REGION);
                case "inferenceRegion" -> text(TextField.INFERENCE_REGION);
                case "requestId" -> text(TextField.REQUEST_ID);
                case "operation" -> text(TextField.OPERATION);
                case "modelId" -> text(TextField.MODEL_ID);
                case "errorCode" -> text(TextField.ERROR_CODE);
                case "identity" -> single("identity", "arn", TextField.PRINCIPAL);
                case "performanceConfig" -> single("performanceConfig", "latency", TextField.LATENCY_MODE);
                case "requestMetadata" -> new MetadataReader(json, facts).read();
                case "input" -> readInput();
                case "output" -> readOutput();
                default -> skipEnvelope(name);
            }
        }
    }

    private void readInput() throws IOException {
        if (!entersObject("input")) {
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "inputTokenCount" -> count(Count.INPUT, "input", name);
                case "cacheReadInputTokenCount" -> count(Count.CACHE_READ, "input", name);
                case "cacheWriteInputTokenCount" -> count(Count.CACHE_WRITE, "input", name);
                case "audioInputDurationSeconds" -> duration(Media.INPUT_AUDIO_MS, "input", name);
                case "videoInputDurationSeconds" -> duration(Media.INPUT_VIDEO_MS, "input", name);
                case "inputBodyJson" -> json.skipChildren();
                default -> skipEnvelope("input." + name);
            }
        }
    }

    private void readOutput() throws IOException {
        if (!entersObject("output")) {
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "outputTokenCount" -> count(Count.OUTPUT, "output", name);
                case "outputBodyJson" -> new BodyReader(json, facts.body).read();
                case "outputBodyS3Path" -> text(TextField.OUTPUT_BODY_PATH);
                case "outputImagesCount" -> media(Media.OUTPUT_IMAGES, JsonCounts.count(json), "output", name);
                case "outputImageHeight" -> media(Media.IMAGE_HEIGHT, JsonCounts.count(json), "output", name);
                case "outputVideoDurationSeconds" -> duration(Media.OUTPUT_VIDEO_MS, "output", name);
                case "outputAudioDurationSeconds" -> duration(Media.OUTPUT_AUDIO_MS, "output", name);
                case "searchUnits" -> count(Count.SEARCH_UNITS, "output", name);
                default -> skipEnvelope("output." + name);
            }
        }
    }

    private void single(String object, String wanted, TextField field) throws IOException {
        if (!entersObject(object)) {
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            if (name.equals(wanted)) {
                text(field);
            } else {
                skipEnvelope(field.path());
            }
        }
    }

    private boolean entersObject(String path) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return true;
        }
        if (token != JsonToken.VALUE_NULL) {
            facts.problems.invalid(path, "an object, but got " + kind(token));
            json.skipChildren();
        }
        return false;
    }

    private void text(TextField field) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            reading = field.path();
            String value = json.getText();
            reading = "";
            facts.put(field, value);
        } else if (token != JsonToken.VALUE_NULL) {
            facts.refuse(field, "a string, but got " + kind(token));
            json.skipChildren();
        }
    }

    private void count(Count count, String object, String name) throws IOException {
        JsonToken token = json.currentToken();
        long value = JsonCounts.count(json);
        if (value == JsonCounts.INVALID) {
            String path = object + "." + name;
            facts.problems.invalid(path, "a whole number from 0 to 1e12, but got " + kind(token));
        } else if (facts.counts.has(count) && value >= 0 && facts.counts.get(count) != value) {
            facts.saysTwice(object + "." + name);
        } else {
            facts.counts.put(count, value, object, name);
        }
    }

    private void duration(Media media, String object, String name) throws IOException {
        media(media, JsonCounts.secondsAsMillis(json), object, name);
    }

    private void media(Media media, long value, String object, String name) {
        if (value == JsonCounts.INVALID) {
            facts.problems.invalid(object + "." + name, "a number that is not negative");
        } else if (value >= 0 && !facts.putMedia(media, value)) {
            facts.saysTwice(object + "." + name);
        }
    }

    /** Skips what metering does not read outside bodies; nothing there is nested deeply. */
    private void skipEnvelope(String path) throws IOException {
        if (!json.currentToken().isStructStart()) {
            return;
        }
        int start = json.getParsingContext().getNestingDepth();
        boolean deep = false;
        while (json.getParsingContext().getNestingDepth() >= start && json.nextToken() != null) {
            deep |= json.getParsingContext().getNestingDepth() > MAX_ENVELOPE_DEPTH;
        }
        if (deep) {
            facts.problems.invalid(
                    Rejection.quote(path), "at most " + MAX_ENVELOPE_DEPTH + " levels of nesting outside of bodies");
        }
    }

    static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "a number";
        };
    }
}
