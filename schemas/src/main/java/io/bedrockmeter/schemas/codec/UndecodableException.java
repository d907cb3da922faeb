package io.bedrockmeter.schemas.codec;

/** Bytes that are no record of the expected schema. The message says what is wrong and holds no content. */
public final class UndecodableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UndecodableException(String message) {
        super(message);
    }

    public UndecodableException(String message, Throwable cause) {
        super(message, cause);
    }
}
