package io.bedrockmeter.runtime.http;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Paths a caller may use. A path alone is for asking and for sending usage (GET, HEAD, OPTIONS, POST); what changes or removes
 * something takes its method in front: {@code PUT /v1/budgets/*}.
 *
 * @param paths exact paths, or the beginning of paths with {@code *} at its end, with a method in front or without
 */
public record PathSet(Set<String> paths) {

    /** How the paths of a caller are written. */
    public static final String EXPECTED =
            "paths such as /v1/events, or /v1/* for all below, or PUT /v1/budgets/* for a method";

    private static final Set<String> METHODS_WITHOUT_NAME = Set.of("GET", "HEAD", "OPTIONS", "POST");
    private static final Pattern ENTRY = Pattern.compile("(?:(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE) )?(/.*)");
    private static final Pattern DOTS = Pattern.compile("/\\.|%2e", Pattern.CASE_INSENSITIVE);

    public PathSet {
        paths = Set.copyOf(paths);
    }

    /** Whether these are paths at all, and any. */
    public boolean isValid() {
        return !paths.isEmpty()
                && paths.stream().allMatch(path -> ENTRY.matcher(path).matches());
    }

    /** Whether a path, as requested, is one of these for a method. Paths that lead elsewhere once normalised fit no prefix. */
    public boolean covers(String method, String path) {
        for (String entry : paths) {
            Matcher allowed = ENTRY.matcher(entry);
            if (allowed.matches() && isFor(allowed.group(1), method) && fits(allowed.group(2), path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFor(@Nullable String named, String method) {
        String asked = method.toUpperCase(Locale.ROOT);
        return named == null ? METHODS_WITHOUT_NAME.contains(asked) : named.equals(asked);
    }

    private static boolean fits(String allowed, String path) {
        return allowed.endsWith("*")
                ? path.startsWith(allowed.substring(0, allowed.length() - 1))
                        && !DOTS.matcher(path).find()
                : path.equals(allowed);
    }
}
