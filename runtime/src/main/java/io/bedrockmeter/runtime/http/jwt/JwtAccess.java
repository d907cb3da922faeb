package io.bedrockmeter.runtime.http.jwt;

import io.bedrockmeter.runtime.http.Access;
import io.bedrockmeter.runtime.http.AccessCheck;
import io.bedrockmeter.runtime.http.Grant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.util.Optional;

/**
 * Lets callers pass who show a JSON Web Token of the configured issuer as {@code Authorization: Bearer}. A token must be signed
 * by one of the issuer's keys with an algorithm that is believed, be meant for this service, have an {@code exp}, and have a claim
 * that grants the path. Whatever is wrong with it, the caller learns only that it may not. Keys are known beforehand: a request
 * waits for them only where its token names one that is not known, and only so often.
 */
public final class JwtAccess implements AccessCheck, AutoCloseable {

    private static final Access NOT_BELIEVED = new Access.Unauthenticated("no valid credential was sent");
    private static final Access NOT_GRANTED = new Access.Forbidden("the credential is not for this path");
    private static final String BEARER = "bearer ";

    private final JwtConfig config;
    private final KeySource source;

    private JwtAccess(JwtConfig config, KeySource source) {
        this.config = config;
        this.source = source;
    }

    /** Starts to follow the issuer's keys. Until they are known, nobody is let in. */
    public static JwtAccess start(Vertx vertx, JwtConfig config) {
        return new JwtAccess(config, KeySource.start(vertx, config));
    }

    /** Whether a request shows a token (of any issuer), rather than an API key. */
    public static boolean isShownBy(HttpServerRequest request) {
        return presented(request).isPresent();
    }

    /** These callers, and besides them whom another check lets in without a token. */
    public AccessCheck or(AccessCheck others) {
        return new AccessCheck() {
            @Override
            public Access check(HttpServerRequest request) {
                return isShownBy(request) ? JwtAccess.this.check(request) : others.check(request);
            }

            @Override
            public Future<Access> decide(HttpServerRequest request) {
                return isShownBy(request) ? JwtAccess.this.decide(request) : others.decide(request);
            }
        };
    }

    /** With the keys that are known. */
    @Override
    public Access check(HttpServerRequest request) {
        return presented(request)
                .flatMap(
                        token -> source.keys().verifier(token.keyId()).map(verifier -> judge(token, verifier, request)))
                .orElse(NOT_BELIEVED);
    }

    @Override
    public Future<Access> decide(HttpServerRequest request) {
        Optional<PresentedToken> token = presented(request);
        boolean unknownKey = token.isPresent()
                && config.algorithms().contains(token.get().algorithm())
                && source.keys().verifier(token.get().keyId()).isEmpty();
        return unknownKey
                ? source.refreshForUnknownKey().map(read -> check(request))
                : Future.succeededFuture(check(request));
    }

    @Override
    public void close() {
        source.close();
    }

    private Access judge(PresentedToken token, JWTAuth verifier, HttpServerRequest request) {
        JsonObject claims = token.claims();
        if (!config.algorithms().contains(token.algorithm())
                || !(claims.getValue("exp") instanceof Number)
                || !isVerified(token, verifier)) {
            return NOT_BELIEVED;
        }
        Optional<Grant> grant = config.grants().stream()
                .filter(each -> each.fits(claims))
                .findFirst()
                .map(each -> each.granted(claims));
        return grant.filter(given -> given.paths().covers(request.method().name(), request.path()))
                        .isPresent()
                ? new Access.Allowed(caller(claims), grant)
                : NOT_GRANTED;
    }

    private static boolean isVerified(PresentedToken token, JWTAuth verifier) {
        try {
            // Complete when it returns: what it needs is in memory.
            return verifier.authenticate(new TokenCredentials(token.text())).succeeded();
        } catch (RuntimeException e) {
            // Claims of types that no token has.
            return false;
        }
    }

    private String caller(JsonObject claims) {
        String name = ClaimGrant.texts(claims, config.callerClaim()).stream()
                .findFirst()
                .orElse("");
        String printable = name.replaceAll("[^A-Za-z0-9._@:/|-]", "_");
        return "jwt:" + printable.substring(0, Math.min(printable.length(), 128));
    }

    private static Optional<PresentedToken> presented(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? PresentedToken.parse(authorization.substring(BEARER.length()).strip())
                : Optional.empty();
    }
}
