package io.bedrockmeter.runtime.http;

import io.vertx.core.http.HttpServerRequest;

/** Decides whether a request may go on, from its headers and addresses only; must not block. */
@FunctionalInterface
public interface AccessCheck {

    /** Lets everything pass: for ports that only probes and metric scrapers can reach. */
    AccessCheck OPEN = request -> new Access.Allowed("anybody");

    Access check(HttpServerRequest request);
}
