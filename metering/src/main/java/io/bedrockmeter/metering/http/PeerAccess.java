package io.bedrockmeter.metering.http;

import io.bedrockmeter.runtime.config.Secret;
import io.bedrockmeter.runtime.http.Access;
import io.bedrockmeter.runtime.http.AccessCheck;
import io.bedrockmeter.runtime.http.ApiKeys;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;

/**
 * Lets other instances ask with the key they share, and nobody else ask what only they may. Without such a key instances
 * are callers like any other.
 */
final class PeerAccess implements AccessCheck {

    private final Optional<AccessCheck> peers;
    private final AccessCheck others;

    /**
     * @param peerKey that instances share, empty when they have none
     * @param others decides about everybody else
     */
    PeerAccess(Optional<Secret> peerKey, AccessCheck others) {
        this.peers = peerKey.map(key -> new ApiKeys(Map.of("peer", ApiKeys.hash(key.reveal()))));
        this.others = others;
    }

    @Override
    public Access check(HttpServerRequest request) {
        return responsible(request).check(request);
    }

    @Override
    public Future<Access> decide(HttpServerRequest request) {
        return responsible(request).decide(request);
    }

    private AccessCheck responsible(HttpServerRequest request) {
        String path = request.path();
        boolean internal = path == null || path.startsWith(InternalRowsRoute.PREFIX);
        return internal ? peers.orElse(others) : others;
    }
}
