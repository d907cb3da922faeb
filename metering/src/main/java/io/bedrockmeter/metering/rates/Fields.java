package io.bedrockmeter.metering.rates;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One mapping of a file with the path to it; what it lacks or has wrong goes to a common list of problems. */
final class Fields {

    private static final int QUOTED = 64;

    private final JsonNode node;
    private final String path;
    private final List<String> problems;

    Fields(JsonNode node, String path, List<String> problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
        if (!node.isObject()) {
            problems.add((path.isEmpty() ? "the file" : path) + ": expected a mapping, got " + quoted(node));
        }
    }

    void allow(Set<String> keys) {
        node.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                problem(
                        key,
                        "unknown key, expected one of "
                                + String.join(", ", keys.stream().sorted().toList()));
            }
        });
    }

    boolean has(String key) {
        return node.has(key);
    }

    /** The elements of a required list. */
    Iterable<JsonNode> list(String key) {
        JsonNode value = node.path(key);
        if (!value.isArray()) {
            problem(key, "expected a list, got " + quoted(value));
        }
        return value;
    }

    JsonNode node(String key) {
        return node.path(key);
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    void problem(String key, String message) {
        problems.add(path(key) + ": " + message);
    }

    /** Text that must be there and not empty. */
    String required(String key) {
        Optional<String> value = text(key);
        if (value.isEmpty() || value.get().isBlank()) {
            problem(key, "expected some text, got " + quoted(node.path(key)));
            return "";
        }
        return value.get();
    }

    /** A scalar as written, empty when absent. */
    Optional<String> text(String key) {
        JsonNode value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isValueNode()) {
            problem(key, "expected a single value, got " + quoted(value));
            return Optional.empty();
        }
        return Optional.of(value.asText());
    }

    /** An instant or a date, which means midnight UTC. */
    Optional<Instant> instant(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> instant = parseInstant(text.get());
        if (instant.isEmpty()) {
            problem(key, "expected an instant such as 2026-03-01T00:00:00Z or a date, got " + quoted(node.path(key)));
        }
        return instant;
    }

    private static Optional<Instant> parseInstant(String text) {
        try {
            return Optional.of(
                    text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** A value for a message, short. */
    static String quoted(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "nothing";
        }
        if (value.isContainerNode()) {
            return value.isArray() ? "a list" : "a mapping";
        }
        String text = value.asText();
        return "\"" + (text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "...") + "\"";
    }
}
