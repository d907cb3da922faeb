package io.bedrockmeter.metering.query;

import io.bedrockmeter.metering.query.RowFilter.Condition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A filter as written in a question: {@code K:V}, {@code K:in:a|b}, {@code K:not:V} or {@code K:prefix:V}. A value may hold
 * colons. A backslash takes the next character as it is: {@code \:} in a key, {@code \|} in a value of {@code in}, or
 * {@code K:\in:x} for the value {@code in:x}.
 *
 * @param key as written, without its escapes
 */
public record FilterText(String key, Condition condition, Set<String> values) {

    private static final char ESCAPE = '\\';

    /** What a text says; empty when it has no key, no value, or ends within an escape. */
    public static Optional<FilterText> parse(String text) {
        int colon = unescaped(text, ':', 0);
        if (colon <= 0 || endsInEscape(text)) {
            return Optional.empty();
        }
        String key = unescape(text.substring(0, colon));
        String rest = text.substring(colon + 1);
        for (Condition condition : Condition.values()) {
            String prefix = condition.name().toLowerCase(Locale.ROOT) + ":";
            if (rest.startsWith(prefix)) {
                return of(key, condition, rest.substring(prefix.length()));
            }
        }
        return rest.isEmpty()
                ? Optional.empty()
                : Optional.of(new FilterText(key, Condition.IN, Set.of(unescape(rest))));
    }

    private static Optional<FilterText> of(String key, Condition condition, String raw) {
        List<String> parts = condition == Condition.IN ? split(raw) : List.of(raw);
        if (parts.stream().anyMatch(String::isEmpty)) {
            return Optional.empty();
        }
        Set<String> values = new LinkedHashSet<>();
        parts.forEach(part -> values.add(unescape(part)));
        return Optional.of(new FilterText(key, condition, values));
    }

    /** A text such that {@link #parse} finds it as one value. */
    static String escape(String value) {
        StringBuilder escaped = new StringBuilder(value.length() + 2);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ESCAPE || c == '|' || c == ':') {
                escaped.append(ESCAPE);
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int bar = unescaped(text, '|', 0); bar >= 0; bar = unescaped(text, '|', start)) {
            parts.add(text.substring(start, bar));
            start = bar + 1;
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static int unescaped(String text, char wanted, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == ESCAPE) {
                i++;
            } else if (text.charAt(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static boolean endsInEscape(String text) {
        int escapes = 0;
        while (escapes < text.length() && text.charAt(text.length() - 1 - escapes) == ESCAPE) {
            escapes++;
        }
        return escapes % 2 == 1;
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == ESCAPE) {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }
}
