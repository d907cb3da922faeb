package io.bedrockmeter.standalone.process;

import java.io.Serial;

/** The process is ending while something is still being started. Nobody needs to hear of it. */
public final class EndedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    EndedException() {
        super("the process is ending");
    }
}
