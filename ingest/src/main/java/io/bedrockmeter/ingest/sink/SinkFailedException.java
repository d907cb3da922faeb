package io.bedrockmeter.ingest.sink;

/**
 * Kafka has refused for good what this instance writes: it cannot go on, and a new start takes up from the last commit. The
 * message is meant for the operator.
 */
public final class SinkFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SinkFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
