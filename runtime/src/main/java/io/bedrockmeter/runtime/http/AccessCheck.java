package io.bedrockmeter.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Decides whether a request may go on, from its headers and addresses only; must not block. */
@FunctionalInterface
public interface AccessCheck {

    /** Lets everything pass: for ports that only probes and metric scrapers can reach. */
    AccessCheck OPEN = request -> new Access.Allowed("anybody");

    Access check(HttpServerRequest request);

    /**
     * As {@link #check}, for checks that may have to ask elsewhere first. Nothing of the request's body passes meanwhile. Does
     * not fail.
     */
    default Future<Access> decide(HttpServerRequest request) {
        return Future.succeededFuture(check(request));
    }
}
