package io.bedrockmeter.runtime.kafka;

import org.jspecify.annotations.Nullable;

/** Kafka cannot be reached or refuses what a service needs. The message is meant for the operator. */
public final class KafkaUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KafkaUnavailableException(String message, @Nullable Throwable cause) {
        super(cause == null ? message : message + ": " + cause.getMessage(), cause);
    }
}
