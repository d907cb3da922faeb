package io.bedrockmeter.ingest.http;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who sends, and what it may do.
 *
 * @param id name of its key
 * @param authenticated whether it has shown a key; what others say about tags ranks with what any caller can forge
 * @param paths paths it may use, exact or ending in {@code *}
 * @param scope what it may say about requests
 * @param rate how much it may send, empty without limit
 */
record Sender(String id, boolean authenticated, Set<String> paths, TagScope scope, Optional<RateLimit> rate) {

    /** Whoever asks from this machine where no keys are configured. */
    static final Sender LOCAL = new Sender("local", false, Set.of("/*"), TagScope.ALL, Optional.empty());

    private static final Pattern DOTS = Pattern.compile("/\\.|%2e", Pattern.CASE_INSENSITIVE);

    /** Whether a path, as requested, is one of its own. Paths that lead elsewhere once normalised fit no prefix. */
    boolean mayUse(String path) {
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
