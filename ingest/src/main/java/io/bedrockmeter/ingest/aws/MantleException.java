package io.bedrockmeter.ingest.aws;

import org.jspecify.annotations.Nullable;

/** bedrock-mantle refused, or could not be reached, also after repetition. Never holds the key or what was sent. */
public final class MantleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final int status;

    MantleException(String message, int status, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = message;
        this.status = status;
    }

    /** The message: who refused what, with which status. */
    String reason() {
        return reason;
    }

    /** The HTTP status it answered with, 0 when there was no answer. */
    public int status() {
        return status;
    }
}
