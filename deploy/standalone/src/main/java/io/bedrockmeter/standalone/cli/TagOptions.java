package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.standalone.process.BadInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code --tag K=V}, repeatable, and tags as people read them. */
final class TagOptions {

    private TagOptions() {}

    /** The tags; a key given twice with different values is refused. */
    static Map<String, String> parse(List<String> tags) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String tag : tags) {
            int equals = tag.indexOf('=');
            if (equals < 1) {
                throw new BadInputException("--tag: found '" + tag + "', expected KEY=VALUE");
            }
            String key = tag.substring(0, equals);
            String value = tag.substring(equals + 1);
            String before = values.putIfAbsent(key, value);
            if (before != null && !before.equals(value)) {
                throw new BadInputException("--tag: " + key + " is given two values, expected one");
            }
        }
        return values;
    }

    /** One line, sorted by key; control characters cannot reach the terminal. */
    static String text(Map<String, String> tags) {
        return printable(new TreeMap<>(tags)
                .entrySet().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .collect(Collectors.joining(", ")));
    }

    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
