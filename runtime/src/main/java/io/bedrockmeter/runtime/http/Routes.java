package io.bedrockmeter.runtime.http;

import io.vertx.ext.web.Router;

/** Some paths of an HTTP face. Several services may put theirs on one server. */
@FunctionalInterface
public interface Routes {

    /** Adds the paths. Handlers run on the event loop and must not block: see {@link BlockingWork}. */
    void mount(Router router);
}
