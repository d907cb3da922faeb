package io.bedrockmeter.ingest.http;

import io.bedrockmeter.runtime.config.InvalidConfigException;
import io.bedrockmeter.runtime.http.Access;
import io.bedrockmeter.runtime.http.AccessCheck;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.FileWatch;
import io.bedrockmeter.runtime.http.HttpFace;
import io.bedrockmeter.runtime.http.LoopbackOnly;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may send. With a key file: whoever presents a key of it, on the paths of that key; the file is read again when it
 * changes, and while it cannot be used the old keys stay. Without one: this machine only, and nobody counts as authenticated.
 */
final class IntakeAccess implements AccessCheck, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IntakeAccess.class);
    private static final String BEARER = "bearer ";
    private static final int MAX_KEY_LENGTH = 4_096;
    private static final AccessCheck LOCAL = new LoopbackOnly();

    private final Optional<Path> file;
    private final IntakeCounters counters;
    private final FileWatch watch;
    private volatile KeyRing keys = new KeyRing(List.of());

    /** @throws InvalidConfigException when the key file cannot be used */
    IntakeAccess(Vertx vertx, Optional<Path> file, Duration reloadInterval, IntakeCounters counters) {
        this.file = file;
        this.counters = counters;
        this.watch = file.map(path -> FileWatch.start(vertx, List.of(path), reloadInterval, () -> reload(path)))
                .orElse(FileWatch.NONE);
        try {
            // After the watch has begun, so that no change is missed.
            file.ifPresent(path -> keys = KeyFile.read(path, keys));
        } catch (InvalidConfigException e) {
            watch.close();
            throw e;
        }
    }

    @Override
    public Access check(HttpServerRequest request) {
        Access decision = file.isEmpty() ? LOCAL.check(request) : checkKey(request);
        if (!(decision instanceof Access.Allowed)) {
            counters.countUnauthorized();
        }
        return decision;
    }

    /**
     * Who sends a request that has been let in.
     *
     * @throws ProblemException 401 when its key was taken away in the meantime
     */
    Sender sender(RoutingContext context) {
        if (file.isEmpty()) {
            return Sender.LOCAL;
        }
        return keys.named(HttpFace.caller(context))
                .orElseThrow(
                        () -> new ProblemException(Problem.of(ErrorCode.UNAUTHENTICATED, "no valid API key was sent")));
    }

    @Override
    public void close() {
        watch.close();
    }

    private Access checkKey(HttpServerRequest request) {
        Optional<Sender> holder =
                presented(request).filter(key -> key.length() <= MAX_KEY_LENGTH).flatMap(keys::holder);
        if (holder.isEmpty()) {
            return new Access.Unauthenticated("no valid API key was sent");
        }
        return holder.get().mayUse(request.path())
                ? new Access.Allowed(holder.get().id())
                : new Access.Forbidden("the API key is not for this path");
    }

    private static Optional<String> presented(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        String key = request.getHeader("X-API-Key");
        return Optional.ofNullable(key == null ? request.getHeader(FirehoseRoute.ACCESS_KEY) : key);
    }

    private void reload(Path path) {
        try {
            keys = KeyFile.read(path, keys);
            LOG.atInfo()
                    .addKeyValue("file", path)
                    .addKeyValue("keys", keys.size())
                    .log("API keys reloaded");
        } catch (InvalidConfigException e) {
            LOG.atWarn()
                    .addKeyValue("file", path)
                    .addKeyValue("reason", e.getMessage())
                    .log("the changed API keys cannot be used, the old ones stay");
        }
    }
}
