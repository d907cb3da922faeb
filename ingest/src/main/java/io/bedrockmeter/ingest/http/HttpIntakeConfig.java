package io.bedrockmeter.ingest.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How usage is taken over HTTP.
 *
 * @param instanceId tells instances apart, as in {@link io.bedrockmeter.ingest.IngestConfig}; the same again after a restart
 * @param keys YAML file with API keys, read again when it changes; empty to take from this machine only
 * @param keyReload how often that file is looked at, 10 ms or more
 * @param commit how requests share transactions
 * @param limits what a request may be
 */
public record HttpIntakeConfig(
        String instanceId, Optional<Path> keys, Duration keyReload, GroupCommitSettings commit, IntakeLimits limits) {

    private static final Duration SHORTEST_RELOAD = Duration.ofMillis(10);

    public HttpIntakeConfig {
        if (keyReload.compareTo(SHORTEST_RELOAD) < 0) {
            throw new IllegalArgumentException("key reload is " + keyReload + ": expected 10 ms or more");
        }
    }

    /** With the documented limits. */
    public static HttpIntakeConfig of(String instanceId, Optional<Path> keys) {
        return new HttpIntakeConfig(
                instanceId, keys, Duration.ofSeconds(2), GroupCommitSettings.DEFAULT, IntakeLimits.DEFAULT);
    }
}
