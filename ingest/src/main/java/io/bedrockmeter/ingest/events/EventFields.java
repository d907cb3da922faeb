package io.bedrockmeter.ingest.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.ingest.json.JsonCounts;
import io.bedrockmeter.ingest.refusal.Problems;
import io.bedrockmeter.ingest.refusal.Rejection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Typed access to one JSON object of an event; what is wrong goes to the problems. */
final class EventFields {

    private static final int MAX_LENGTH = 2_048;
    private static final int MAX_TAGS = 64;
    private static final int MAX_TAG_LENGTH = 256;

    private final JsonNode object;
    private final String base;
    private final Problems problems;

    EventFields(JsonNode object, String base, Problems problems) {
        this.object = object;
        this.base = base;
        this.problems = problems;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    String required(String name) {
        if (!has(name)) {
            problems.missing(base + name, "a string that is not empty");
            return "";
        }
        String value = optional(name);
        if (value.isBlank() && object.path(name).isTextual()) {
            problems.invalid(base + name, "a string that is not empty");
        }
        return value;
    }

    String optional(String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual() || value.textValue().length() > MAX_LENGTH) {
            problems.invalid(base + name, "a string of at most " + MAX_LENGTH + " characters");
            return "";
        }
        return value.textValue();
    }

    /** A count, {@code ABSENT} when not there. */
    long count(String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            return JsonCounts.ABSENT;
        }
        try (var json = value.traverse()) {
            json.nextToken();
            long count = JsonCounts.count(json);
            if (count == JsonCounts.INVALID) {
                problems.invalid(base + name, "a whole number from 0 to 1e12");
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> stringMap(String name) {
        JsonNode map = object.path(name);
        if (map.isMissingNode() || map.isNull()) {
            return Map.of();
        }
        if (!map.isObject() || map.size() > MAX_TAGS) {
            problems.invalid(base + name, "an object of at most " + MAX_TAGS + " strings");
            return Map.of();
        }
        Map<String, String> strings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            String key = entry.getKey();
            String value = entry.getValue().isTextual() ? entry.getValue().textValue() : null;
            if (value == null || key.isBlank() || key.length() > MAX_TAG_LENGTH || value.length() > MAX_TAG_LENGTH) {
                problems.invalid(
                        base + name + "." + Rejection.quote(key),
                        "a key of 1 to " + MAX_TAG_LENGTH + " characters and a string of at most " + MAX_TAG_LENGTH);
            } else {
                strings.put(key, value);
            }
        }
        return strings;
    }

    EventFields object(String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            problems.missing(base + name, "an object");
        } else if (!value.isObject()) {
            problems.invalid(base + name, "an object");
        }
        return new EventFields(value, base + name + ".", problems);
    }

    JsonNode node() {
        return object;
    }

    boolean isObject() {
        return object.isObject();
    }
}
