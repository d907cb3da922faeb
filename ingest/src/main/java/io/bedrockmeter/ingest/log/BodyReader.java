package io.bedrockmeter.ingest.log;

import static io.bedrockmeter.ingest.json.JsonCounts.ABSENT;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bedrockmeter.ingest.json.JsonCounts;
import io.bedrockmeter.ingest.usage.TokenCounts;
import io.bedrockmeter.ingest.usage.TokenCounts.Count;
import io.bedrockmeter.ingest.usage.UsageReader;
import java.io.IOException;

/**
 * Takes the usage facts out of an output body and skips the rest. A body is one object (InvokeModel, Converse,
 * ConverseStream) or an array of stream events whose last element may be the string {@code [DONE]}. Only names at the
 * places where the APIs put them are read: tool arguments and caller-supplied metadata in a body may repeat them
 * elsewhere.
 */
final class BodyReader {

    private static final String BODY = "output.outputBodyJson";
    private static final String EVENT = BODY + "[]";

    private final JsonParser json;
    private final BodyFacts facts;

    BodyReader(JsonParser json, BodyFacts facts) {
        this.json = json;
        this.facts = facts;
    }

    /** Reads the value on which the parser stands. */
    void read() throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            readEvent(BODY, false);
        } else if (token == JsonToken.START_ARRAY) {
            for (JsonToken each = json.nextToken(); each != JsonToken.END_ARRAY; each = json.nextToken()) {
                if (each == JsonToken.START_OBJECT) {
                    readEvent(EVENT, true);
                } else {
                    json.skipChildren();
                }
            }
        }
    }

    private void readEvent(String path, boolean streamed) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                // Anthropic message_start and OpenAI Responses events wrap what a whole answer has at its top.
                case "message", "response" -> readPart(path + "." + name, streamed);
                // Converse stream event. Elsewhere "metadata" is what the caller sent.
                case "metadata" -> readPart(path + "." + name, streamed);
                case "amazon-bedrock-invocationMetrics" -> readInvocationMetrics(path + "." + name);
                case "prompt_token_count", "inputTextTokenCount" -> put(Count.INPUT, path, name);
                case "generation_token_count", "totalOutputTextTokenCount" -> put(Count.OUTPUT, path, name);
                case "results" -> readTitanResults(path + ".results[]");
                case "images", "artifacts" -> countImages();
                case "meta" -> readCohereMeta(path + ".meta");
                default -> readShared(path, name);
            }
        }
    }

    private void readPart(String path, boolean streamed) throws IOException {
        if (!streamed || json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            readShared(path, name);
        }
    }

    private void readShared(String path, String name) throws IOException {
        boolean isText = json.currentToken() == JsonToken.VALUE_STRING;
        switch (name) {
            case "usage" -> UsageReader.read(json, path + ".usage", facts.usage);
            case "metrics" -> readObject("latencyMs");
            case "performanceConfig" -> readObject("latency");
            case "serviceTier" -> readObject("type");
            case "service_tier" -> {
                if (isText) {
                    facts.offerServiceTier(json.getText());
                }
                json.skipChildren();
            }
            case "model" -> {
                if (isText) {
                    facts.offerModel(json.getText());
                }
                json.skipChildren();
            }
            default -> json.skipChildren();
        }
    }

    /** Reads one field of a small object. */
    private void readObject(String wanted) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (!name.equals(wanted)) {
                json.skipChildren();
            } else if (value == JsonToken.VALUE_STRING) {
                String text = json.getText();
                if (wanted.equals("type")) {
                    facts.offerServiceTier(text);
                } else if (wanted.equals("latency")) {
                    facts.latencyOptimized = text.equals("optimized");
                }
            } else {
                offerLatency(wanted.equals("latencyMs") ? JsonCounts.count(json) : ABSENT);
                json.skipChildren();
            }
        }
    }

    private void readInvocationMetrics(String path) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        TokenCounts metrics = facts.metrics;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "inputTokenCount" -> metrics.put(Count.INPUT, JsonCounts.count(json), path, name);
                case "outputTokenCount" -> metrics.put(Count.OUTPUT, JsonCounts.count(json), path, name);
                case "cacheReadInputTokenCount" -> metrics.put(Count.CACHE_READ, JsonCounts.count(json), path, name);
                case "cacheWriteInputTokenCount" -> metrics.put(Count.CACHE_WRITE, JsonCounts.count(json), path, name);
                case "invocationLatency" -> offerLatency(JsonCounts.count(json));
                default -> json.skipChildren();
            }
        }
    }

    /** Titan text: {@code results[].tokenCount}. */
    private void readTitanResults(String path) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        TokenCounts sum = new TokenCounts();
        for (JsonToken each = json.nextToken(); each != JsonToken.END_ARRAY; each = json.nextToken()) {
            if (each != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                if (name.equals("tokenCount")) {
                    sum.add(Count.OUTPUT, JsonCounts.count(json), path, name);
                } else {
                    json.skipChildren();
                }
            }
        }
        facts.usage.put(Count.OUTPUT, sum.get(Count.OUTPUT), path, "tokenCount");
    }

    /** Cohere: {@code meta.billed_units}. */
    private void readCohereMeta(String path) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (!name.equals("billed_units") || value != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            String units = path + ".billed_units";
            for (String unit = json.nextFieldName(); unit != null; unit = json.nextFieldName()) {
                json.nextToken();
                switch (unit) {
                    case "input_tokens" -> put(Count.INPUT, units, unit);
                    case "output_tokens" -> put(Count.OUTPUT, units, unit);
                    case "search_units" -> put(Count.SEARCH_UNITS, units, unit);
                    default -> json.skipChildren();
                }
            }
        }
    }

    private void countImages() throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        long images = Math.max(0, facts.images);
        for (JsonToken each = json.nextToken(); each != JsonToken.END_ARRAY; each = json.nextToken()) {
            if (each != JsonToken.VALUE_NULL) {
                images++;
            }
            json.skipChildren();
        }
        facts.images = images;
    }

    private void put(Count count, String path, String name) throws IOException {
        facts.usage.put(count, JsonCounts.count(json), path, name);
    }

    private void offerLatency(long millis) {
        if (millis >= 0) {
            facts.latencyMs = millis;
        }
    }
}
