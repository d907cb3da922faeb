package io.bedrockmeter.standalone.process;

import java.io.Serial;

/** A service of this process has stopped by itself. The message says which and why. */
public final class ServiceStoppedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ServiceStoppedException(String message) {
        super(message);
    }
}
