package io.bedrockmeter.runtime.http;

import org.jspecify.annotations.Nullable;

/** A server cannot listen. The message is meant for the operator. */
public final class HttpUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HttpUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
