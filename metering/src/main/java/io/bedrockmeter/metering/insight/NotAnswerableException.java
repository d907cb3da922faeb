package io.bedrockmeter.metering.insight;

/** Why a rule could not look: what it needs is not there. The message is for people. */
public final class NotAnswerableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotAnswerableException(String message) {
        super(message);
    }
}
