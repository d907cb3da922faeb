package io.bedrockmeter.ingest.http;

import io.bedrockmeter.runtime.config.InvalidConfigException;
import io.bedrockmeter.runtime.http.Access;
import io.bedrockmeter.runtime.http.AccessCheck;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The keys of {@link HttpIntake} for a server that takes no usage in: one key file serves every process. */
public final class KeyFileAccess implements AccessCheck, AutoCloseable {

    private final IntakeAccess access;

    /**
     * Reads the keys.
     *
     * @param keys YAML file with API keys, read again when it changes; empty to answer this machine only
     * @param keyReload how often that file is looked at
     * @throws InvalidConfigException when the key file cannot be used, with every problem
     */
    public KeyFileAccess(Vertx vertx, Optional<Path> keys, Duration keyReload) {
        this.access = new IntakeAccess(vertx, keys, keyReload, new IntakeCounters());
    }

    @Override
    public Access check(HttpServerRequest request) {
        return access.check(request);
    }

    /** Looks at the file no more. */
    @Override
    public void close() {
        access.close();
    }
}
