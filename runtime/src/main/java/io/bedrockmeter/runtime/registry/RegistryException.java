package io.bedrockmeter.runtime.registry;

/** A schema registry does not answer, or refuses. The message is meant for the operator. */
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegistryException(String message) {
        super(message);
    }
}
