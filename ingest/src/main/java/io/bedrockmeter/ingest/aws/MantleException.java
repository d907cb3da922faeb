package io.bedrockmeter.ingest.aws;

import org.jspecify.annotations.Nullable;

/** bedrock-mantle refused, or could not be reached, also after repetition. Never holds the key or what was sent. */
public final class MantleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    MantleException(String message, int status, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The HTTP status it answered with, 0 when there was no answer. */
    public int status() {
        return status;
    }
}
