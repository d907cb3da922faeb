package io.bedrockmeter.ingest.http;

import io.bedrockmeter.runtime.config.InvalidConfigException;
import io.bedrockmeter.runtime.http.Access;
import io.bedrockmeter.runtime.http.AccessCheck;
import io.bedrockmeter.runtime.http.jwt.JwtAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The keys and tokens of {@link HttpIntake} for a server that takes no usage in: one key file serves every process. */
public final class KeyFileAccess implements AccessCheck, AutoCloseable {

    private final IntakeAccess access;

    /**
     * Reads the keys.
     *
     * @param keys YAML file with API keys, read again when it changes; with neither it nor tokens this machine only
     *     is answered
     * @param keyReload how often that file is looked at
     * @param tokens whose tokens let callers in besides keys, if any; to be closed after this by whoever started it
     * @throws InvalidConfigException when the key file cannot be used, with every problem
     */
    public KeyFileAccess(Vertx vertx, Optional<Path> keys, Duration keyReload, Optional<JwtAccess> tokens) {
        this.access = new IntakeAccess(vertx, keys, keyReload, tokens, new IntakeCounters());
    }

    @Override
    public Access check(HttpServerRequest request) {
        return access.check(request);
    }

    @Override
    public Future<Access> decide(HttpServerRequest request) {
        return access.decide(request);
    }

    /** Looks at the file no more. */
    @Override
    public void close() {
        access.close();
    }
}
