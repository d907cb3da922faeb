package io.bedrockmeter.runtime.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Finds what was probably meant. */
public final class Similar {

    private Similar() {}

    /** The candidate closest to {@code word}, when it is close enough to be a slip. */
    public static Optional<String> closest(String word, Collection<String> candidates) {
        int tolerance = word.length() < 4 ? 1 : Math.max(2, word.length() / 3);
        return candidates.stream()
                .filter(candidate -> distance(word, candidate) <= tolerance)
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** What to expect instead of {@code word}: the closest candidate, else all of them. */
    static String hint(String word, Collection<String> candidates) {
        return closest(word, candidates)
                .map(meant -> meant + ", perhaps")
                .orElseGet(() -> candidates.isEmpty()
                        ? "nothing here"
                        : "one of " + String.join(", ", new TreeSet<>(candidates)));
    }

    /** Levenshtein distance, ignoring case. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
