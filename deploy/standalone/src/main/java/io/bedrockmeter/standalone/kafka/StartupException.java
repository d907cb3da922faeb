package io.bedrockmeter.standalone.kafka;

import java.io.Serial;

/** The process cannot start as asked. The message is meant for the user and says what to change. */
public final class StartupException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public StartupException(String message) {
        super(message);
    }

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
