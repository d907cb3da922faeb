package io.bedrockmeter.metering.export;

import org.jspecify.annotations.Nullable;

/** An export could not be made. The message is meant for the operator: what, where, and what to do. */
public final class ExportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExportException(String message) {
        super(message);
    }

    public ExportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
