package io.bedrockmeter.ingest.http;

import io.bedrockmeter.runtime.http.PathSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who sends, and what it may do.
 *
 * @param id name of its key, or who its token says it is
 * @param authenticated whether it has shown a key or token; what others say about tags ranks with what any caller can forge
 * @param paths paths it may use
 * @param scope what it may say about requests
 * @param rate how much it may send, empty without limit
 */
record Sender(String id, boolean authenticated, PathSet paths, TagScope scope, Optional<RateLimit> rate) {

    /** Whoever asks from this machine where no keys are configured. */
    static final Sender LOCAL = new Sender("local", false, new PathSet(Set.of("/*")), TagScope.ALL, Optional.empty());

    /** Whether a path, as requested, is one of its own for a method. */
    boolean mayUse(String method, String path) {
        return paths.covers(method, path);
    }
}
