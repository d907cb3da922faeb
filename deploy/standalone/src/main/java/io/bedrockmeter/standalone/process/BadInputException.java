package io.bedrockmeter.standalone.process;

import java.io.Serial;

/** What the user asked for or handed over cannot be used. The message says what and what was expected. */
public final class BadInputException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message);
    }
}
