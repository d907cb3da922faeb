package io.bedrockmeter.metering.http;

/** The totals of this instance cannot be read now, for example while partitions move. The message says why. */
public final class SourceUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SourceUnavailableException(String message) {
        super(message);
    }

    public SourceUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
