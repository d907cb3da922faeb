package io.bedrockmeter.ingest.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.ingest.log.Timestamps;
import io.bedrockmeter.ingest.refusal.Problems;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.schemas.model.TagVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Typed access to one entry of a reference file; what is wrong goes to the problems. */
final class EntryFields {

    private final JsonNode entry;
    private final Problems problems;

    EntryFields(JsonNode entry, Problems problems) {
        this.entry = entry;
        this.problems = problems;
    }

    /** The first of the names that is there, empty when none is. */
    String text(String... names) {
        for (String name : names) {
            JsonNode value = entry.path(name);
            if (value.isTextual()) {
                return value.textValue();
            }
            if (!value.isMissingNode() && !value.isNull()) {
                problems.invalid(name, "a string");
            }
        }
        return "";
    }

    /** The text, which must be there and begin with {@code start}. */
    String required(String start, String... names) {
        String value = text(names);
        if (value.isBlank()) {
            problems.missing(names[0], start.isEmpty() ? "a string" : "a string that begins with " + start);
        } else if (!value.startsWith(start)) {
            problems.invalid(names[0], "a string that begins with " + start + ", but got " + Rejection.quote(value));
        }
        return value;
    }

    /** {@code tagHistory} where given; else {@code tags}, in force from the epoch. */
    List<TagVersion> tagHistory() {
        JsonNode history = entry.path("tagHistory");
        if (history.isMissingNode() || history.isNull()) {
            Map<String, String> tags = tags(entry.path("tags"), "tags");
            return tags.isEmpty() ? List.of() : List.of(new TagVersion(Instant.EPOCH, tags));
        }
        if (!history.isArray()) {
            problems.invalid("tagHistory", "a list of {validFrom, tags}");
            return List.of();
        }
        List<TagVersion> versions = new ArrayList<>();
        for (int i = 0; i < history.size(); i++) {
            String path = "tagHistory[" + i + "]";
            JsonNode version = history.get(i);
            Map<String, String> tags = tags(version.path("tags"), path + ".tags");
            validFrom(version.path("validFrom"), path).ifPresent(from -> versions.add(new TagVersion(from, tags)));
        }
        return versions;
    }

    private Optional<Instant> validFrom(JsonNode value, String path) {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.of(Instant.EPOCH);
        }
        Optional<Instant> from = value.isTextual() ? Timestamps.parse(value.textValue()) : Optional.empty();
        if (from.isEmpty()) {
            problems.invalid(path + ".validFrom", "an ISO-8601 time with a zone, like 2026-01-01T00:00:00Z");
        }
        return from;
    }

    /** Tags as {@code {"key": "value"}} or as {@code [{"key": ..., "value": ...}]}, AWS's form. */
    private Map<String, String> tags(JsonNode tags, String path) {
        Map<String, String> read = new LinkedHashMap<>();
        if (tags.isObject()) {
            for (Map.Entry<String, JsonNode> tag : tags.properties()) {
                put(read, tag.getKey(), tag.getValue(), path);
            }
        } else if (tags.isArray()) {
            for (JsonNode tag : tags) {
                JsonNode key = tag.has("key") ? tag.path("key") : tag.path("Key");
                put(read, key.asText(), tag.has("value") ? tag.path("value") : tag.path("Value"), path);
            }
        } else if (!tags.isMissingNode() && !tags.isNull()) {
            problems.invalid(path, "an object of strings, or a list of {key, value}");
        }
        return read;
    }

    private void put(Map<String, String> read, String key, JsonNode value, String path) {
        if (key.isBlank() || !value.isTextual()) {
            problems.invalid(path + "." + Rejection.quote(key), "a key that is not empty and a string");
        } else {
            read.put(key, value.textValue());
        }
    }
}
