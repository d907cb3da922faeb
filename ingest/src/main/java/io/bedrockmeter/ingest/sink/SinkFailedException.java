package io.bedrockmeter.ingest.sink;

import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Kafka has refused for good what this instance writes: it cannot go on, and a new start takes up from the last commit. The
 * message is meant for the operator.
 */
public final class SinkFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SinkFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether another producer took over the transactional id, or the broker gave this one up after it stood still. */
    public boolean isFenced() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException) {
                return true;
            }
        }
        return false;
    }
}
