package io.bedrockmeter.runtime.http;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Paths a caller may use.
 *
 * @param paths exact paths, or the beginning of paths with {@code *} at its end
 */
public record PathSet(Set<String> paths) {

    /** How the paths of a caller are written. */
    public static final String EXPECTED = "paths such as /v1/events, or /v1/* for all below";

    private static final Pattern DOTS = Pattern.compile("/\\.|%2e", Pattern.CASE_INSENSITIVE);

    public PathSet {
        paths = Set.copyOf(paths);
    }

    /** Whether these are paths at all, and any. */
    public boolean isValid() {
        return !paths.isEmpty() && paths.stream().allMatch(path -> path.startsWith("/"));
    }

    /** Whether a path, as requested, is one of these. Paths that lead elsewhere once normalised fit no prefix. */
    public boolean covers(String path) {
        for (String allowed : paths) {
            boolean fits = allowed.endsWith("*")
                    ? path.startsWith(allowed.substring(0, allowed.length() - 1))
                            && !DOTS.matcher(path).find()
                    : path.equals(allowed);
            if (fits) {
                return true;
            }
        }
        return false;
    }
}
