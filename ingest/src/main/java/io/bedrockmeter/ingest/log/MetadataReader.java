package io.bedrockmeter.ingest.log;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bedrockmeter.ingest.refusal.Rejection;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads {@code requestMetadata}. Bedrock allows 16 entries of 256 characters; up to {@value #MAX_ENTRIES} of
 * {@value #MAX_LENGTH} are tolerated, more is refused.
 */
final class MetadataReader {

    static final int MAX_ENTRIES = 64;
    static final int MAX_LENGTH = 1_024;
    private static final String PATH = "requestMetadata";

    private final JsonParser json;
    private final EnvelopeFacts facts;

    MetadataReader(JsonParser json, EnvelopeFacts facts) {
        this.json = json;
        this.facts = facts;
    }

    void read() throws IOException {
        JsonToken token = json.currentToken();
        if (token != JsonToken.START_OBJECT) {
            if (token != JsonToken.VALUE_NULL) {
                facts.problems.invalid(PATH, "an object of strings, but got " + EnvelopeReader.kind(token));
            }
            json.skipChildren();
            return;
        }
        Map<String, String> metadata = new LinkedHashMap<>(facts.metadata);
        boolean tooMany = false;
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (metadata.size() >= MAX_ENTRIES && !metadata.containsKey(key)) {
                tooMany = true;
            } else if (value == JsonToken.VALUE_STRING) {
                put(metadata, key, json.getText());
            } else {
                facts.problems.invalid(
                        PATH + "." + Rejection.quote(key), "a string, but got " + EnvelopeReader.kind(value));
            }
            json.skipChildren();
        }
        if (tooMany) {
            facts.problems.invalid(PATH, "at most " + MAX_ENTRIES + " entries");
        }
        facts.metadata = metadata;
    }

    private void put(Map<String, String> metadata, String key, String value) {
        if (key.isEmpty() || key.length() > MAX_LENGTH || value.length() > MAX_LENGTH) {
            facts.problems.invalid(
                    PATH + "." + Rejection.quote(key),
                    "a key of 1 and a value of at most " + MAX_LENGTH + " characters");
            return;
        }
        String before = metadata.putIfAbsent(key, value);
        if (before != null && !before.equals(value)) {
            facts.saysTwice(PATH + "." + Rejection.quote(key));
        }
    }
}
