package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.runtime.http.HealthCheck;
import io.bedrockmeter.runtime.http.Routes;
import java.util.List;
import java.util.Optional;

/** A service as a part of this process, started. The lifecycle ends it. */
interface Part {

    /** Its paths on the server of the process. */
    List<Routes> routes();

    /** What {@code /readyz} asks it. */
    List<HealthCheck> checks();

    /** Why it has stopped by itself, empty while it works. */
    Optional<String> failure();
}
