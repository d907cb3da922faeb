package io.bedrockmeter.runtime.http;

import io.vertx.ext.web.Router;

/** Some paths of an HTTP face. Several services may put theirs on one server. */
@FunctionalInterface
public interface Routes {

    /** Adds the paths. Handlers run on the event loop and must not block: see {@link BlockingWork}. */
    void mount(Router router);

    /**
     * Adds paths that read the bodies of their requests themselves, bit by bit and with limits of their own. They come after
     * access and before the limit of bodies that all other paths share.
     */
    default void mountReadingBodies(Router router) {}
}
