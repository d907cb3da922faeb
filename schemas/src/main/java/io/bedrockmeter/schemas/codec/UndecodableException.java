package io.bedrockmeter.schemas.codec;

/** Bytes that are no record of the expected schema. The reason says what is wrong and holds no content. */
public final class UndecodableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    public UndecodableException(String reason) {
        super(reason);
        this.reason = reason;
    }

    public UndecodableException(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    /** What is wrong, for people. */
    public String reason() {
        return reason;
    }
}
