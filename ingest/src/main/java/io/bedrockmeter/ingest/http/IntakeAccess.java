package io.bedrockmeter.ingest.http;

import io.bedrockmeter.runtime.config.InvalidConfigException;
import io.bedrockmeter.runtime.http.Access;
import io.bedrockmeter.runtime.http.AccessCheck;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.FileWatch;
import io.bedrockmeter.runtime.http.Grant;
import io.bedrockmeter.runtime.http.HttpFace;
import io.bedrockmeter.runtime.http.LoopbackOnly;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import io.bedrockmeter.runtime.http.jwt.JwtAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may send. With a key file: whoever presents a key of it, on the paths of that key; the file is read again when it
 * changes, and while it cannot be used the old keys stay. With tokens configured: whoever shows one, as far as its grant goes;
 * the same rules hold as for keys. With neither: this machine only, and nobody counts as authenticated.
 */
final class IntakeAccess implements AccessCheck, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IntakeAccess.class);
    private static final String BEARER = "bearer ";
    private static final int MAX_KEY_LENGTH = 4_096;
    /** Logs can name any profile, so they are not for senders whose tags are limited. */
    static final Set<String> LOG_PATHS = Set.of(FirehoseRoute.PATH, InvocationsRoute.PATH);

    private static final AccessCheck LOCAL = new LoopbackOnly();

    private final Optional<Path> file;
    private final Optional<JwtAccess> tokens;
    private final Map<Grant, RateLimit> rates = new ConcurrentHashMap<>();
    private final IntakeCounters counters;
    private final FileWatch watch;
    private volatile KeyRing keys = new KeyRing(List.of());

    /**
     * @param tokens closed by whoever started it
     * @throws InvalidConfigException when the key file cannot be used
     */
    IntakeAccess(
            Vertx vertx,
            Optional<Path> file,
            Duration reloadInterval,
            Optional<JwtAccess> tokens,
            IntakeCounters counters) {
        this.file = file;
        this.tokens = tokens;
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
        return counted(
                isToken(request) ? limited(request, tokens.orElseThrow().check(request)) : withoutToken(request));
    }

    @Override
    public Future<Access> decide(HttpServerRequest request) {
        return isToken(request)
                ? tokens.orElseThrow().decide(request).map(access -> counted(limited(request, access)))
                : Future.succeededFuture(counted(withoutToken(request)));
    }

    /**
     * Who sends a request that has been let in.
     *
     * @throws ProblemException 401 when its key was taken away in the meantime
     */
    Sender sender(RoutingContext context) {
        Optional<Grant> grant = HttpFace.grant(context);
        if (grant.isPresent()) {
            return new Sender(
                    HttpFace.caller(context), true, grant.get().paths(), scope(grant.get()), rate(grant.get()));
        }
        if (isOpenHere()) {
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

    private boolean isOpenHere() {
        return file.isEmpty() && tokens.isEmpty();
    }

    private boolean isToken(HttpServerRequest request) {
        return tokens.isPresent() && JwtAccess.isShownBy(request);
    }

    private Access withoutToken(HttpServerRequest request) {
        return isOpenHere() ? LOCAL.check(request) : checkKey(request);
    }

    private Access counted(Access decision) {
        if (!(decision instanceof Access.Allowed)) {
            counters.countUnauthorized();
        }
        return decision;
    }

    private static Access limited(HttpServerRequest request, Access access) {
        boolean beyond = access instanceof Access.Allowed allowed
                && LOG_PATHS.contains(request.path())
                && allowed.grant().filter(grant -> scope(grant).isLimited()).isPresent();
        return beyond ? new Access.Forbidden("the credential is not for this path") : access;
    }

    private static TagScope scope(Grant grant) {
        return new TagScope(grant.tags(), grant.projects(), grant.profiles());
    }

    /** All callers with a grant as it stands in the configuration share one account. */
    private Optional<RateLimit> rate(Grant grant) {
        if (grant.recordsPerSecond() == 0) {
            return Optional.empty();
        }
        Grant shared = new Grant(grant.id(), grant.paths(), Map.of(), Set.of(), Set.of(), grant.recordsPerSecond());
        return Optional.of(rates.computeIfAbsent(shared, missing -> new RateLimit(missing.recordsPerSecond())));
    }

    private Access checkKey(HttpServerRequest request) {
        Optional<Sender> holder =
                presented(request).filter(key -> key.length() <= MAX_KEY_LENGTH).flatMap(keys::holder);
        if (holder.isEmpty()) {
            return new Access.Unauthenticated("no valid API key was sent");
        }
        return holder.get().mayUse(request.method().name(), request.path())
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
